// A real OpenID provider for the tests: oidc-provider on a free port of this machine, with a clock that stands where it is told to.
// Prints its address; ends when its input ends, so that it never outlives the tests.
import http from 'node:http';
import { generateKeyPairSync, randomUUID } from 'node:crypto';

const realNow = Date.now;
let now = Number(process.argv[2] ?? realNow());
Date.now = () => now;

const { default: Provider, interactionPolicy } = await import('oidc-provider');

process.on('warning', () => {});
const port = await freePort();
const issuer = `http://127.0.0.1:${port}`;
const accounts = new Map();
const certificate = JSON.parse(process.env.CLIENT_JWK ?? 'null');
const redirects = ['http://localhost/signin-oidc', 'http://127.0.0.1/signin-oidc'];
const client = {
  // Native, because only those may come back to any port of the machine.
  application_type: 'native',
  redirect_uris: redirects,
  post_logout_redirect_uris: ['http://localhost/signin', 'http://127.0.0.1/signin'],
  grant_types: ['authorization_code'],
  response_types: ['code'],
};
// A program on the user's own machine would be asked for consent each time; ours only looks like one.
const policy = interactionPolicy.base();
policy.get('consent').checks.remove('native_client_prompt');
// No cookie may run out by the browser's clock while ours stands still.
const long = 20 * 365 * 24 * 3600;

const provider = new Provider(issuer, {
  clients: [
    { ...client, client_id: 'dxgovernance', client_secret: 'secret-of-the-tests', token_endpoint_auth_method: 'client_secret_post' },
    { ...client, client_id: 'dxgovernance-basic', client_secret: 'secret of: the+tests', token_endpoint_auth_method: 'client_secret_basic' },
    ...(certificate ? [{ ...client, client_id: 'dxgovernance-certificate', token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [certificate] } }] : []),
  ],
  jwks: { keys: [key()] },
  claims: { openid: ['sub', 'roles', 'groups', 'oid', 'tid', '_claim_names'], profile: ['name'] },
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  interactions: { policy },
  features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
  ttl: { Session: long, Interaction: long, Grant: long, IdToken: 300, AccessToken: 300, AuthorizationCode: 60 },
  cookies: { keys: ['cookie key of the tests'] },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, name: `${id} の氏名`, ...accounts.get(id) }) }),
  // Nobody is asked for consent: the city has given it.
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope('openid profile');
    await grant.save();
    return grant;
  },
});

const callback = provider.callback();
const server = http.createServer(async (request, response) => {
  response.sendDate = false;
  response.setHeader('Date', new Date(now).toUTCString());
  if (!request.url.startsWith('/control/')) {
    return callback(request, response);
  }
  let body = '';
  for await (const part of request) body += part;
  const said = JSON.parse(body || '{}');
  if (request.url === '/control/clock') now = said.now;
  if (request.url === '/control/account') accounts.set(said.sub, said.claims);
  response.end('{}');
});
server.listen(port, '127.0.0.1', () => console.log(issuer));
process.stdin.resume().on('end', () => process.exit(0));

function key() {
  return { ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: randomUUID() };
}

function freePort() {
  return new Promise((resolve) => {
    const probe = http.createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = probe.address();
      probe.close(() => resolve(free));
    });
  });
}
