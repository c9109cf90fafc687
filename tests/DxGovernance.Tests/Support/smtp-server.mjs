// A real SMTP server on loopback, for the tests. Three doors: in the clear, STARTTLS and TLS from the first byte; the latter two want a password.
// What it does with a mail stands in front of the receiver's address, e.g. refused.taro@… . It tells what happens as lines of JSON.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import PostalMime from 'postal-mime';
import smtp from 'smtp-server';

const [folder, user, password] = process.argv.slice(2);
const tell = (event, rest) => process.stdout.write(JSON.stringify({ event, ...rest }) + '\n');
const seen = new Map();
let release = [];

const answer = (code, text) => Object.assign(new Error(text), { responseCode: code });
const held = () => new Promise(resolve => release.push(resolve));
const cut = session => servers.flatMap(s => [...s.connections]).find(c => c.id === session.id)._socket.destroy();
const times = key => seen.set(key, (seen.get(key) ?? 0) + 1).get(key);

async function receiver(address, session) {
  const [way] = address.split('.');
  switch (way) {
    case 'later2': if (times(address) <= 2) throw answer(451, '4.7.1 Greylisted, try again later'); break;
    case 'later': throw answer(450, '4.2.1 Mailbox busy');
    case 'refused': throw answer(550, '5.1.1 No such user here');
    case 'closing': throw answer(421, '4.3.2 Closing down');
    case 'cutbefore': return cut(session);
    case 'heldbefore': if (times(address) === 1) { tell('held', { to: address }); await held(); } break;
  }
}

async function content(mail, session) {
  const [way] = mail.to.split('.');
  switch (way) {
    case 'datalater1': if (times(mail.to) === 1) throw answer(452, '4.3.1 Insufficient storage'); break;
    case 'dataodd': tell('mail', mail); throw answer(252, '2.5.2 Perhaps');
    case 'datalocked': if (times(mail.to) === 1) throw answer(530, '5.7.0 Must issue a STARTTLS command first'); break;
    case 'datarefused': throw answer(554, '5.7.1 Spam');
  }
  tell('mail', mail);
  switch (way) {
    case 'cutafter': return cut(session);
    case 'silent': return held();
    case 'held': if (times(mail.to) === 1) { tell('held', { to: mail.to }); await held(); } break;
  }
}

const options = {
  logger: false, disableReverseLookup: true, closeTimeout: 100, authMethods: ['PLAIN', 'LOGIN'],
  onAuth: (auth, session, done) => auth.username === user && auth.password === password ? done(null, { user }) : done(answer(535, '5.7.8 Bad credentials')),
  onMailFrom: (address, session, done) => done(address.address.startsWith('stranger@') ? answer(553, '5.7.1 Sender not allowed') : null),
  onRcptTo: (address, session, done) => receiver(address.address, session).then(() => done(), done),
  onData(stream, session, done) {
    const parts = [];
    stream.on('data', part => parts.push(part));
    stream.on('end', async () => {
      try {
        const raw = Buffer.concat(parts);
        const { subject, text, from, to, messageId, date, headers, attachments } = await PostalMime.parse(raw);
        await content({
          subject, text, from, messageId, date, headers, tos: to, attachments: attachments.length, raw: raw.toString('latin1'),
          to: session.envelope.rcptTo.map(r => r.address).join(' '), sender: session.envelope.mailFrom.address, secure: session.secure, user: session.user ?? null,
        }, session);
        done(null, 'OK queued as ' + session.id);
      } catch (error) {
        done(error);
      }
    });
  },
};
const tls = { key: readFileSync(`${folder}/key.pem`), cert: readFileSync(`${folder}/cert.pem`) };
const servers = [
  { disabledCommands: ['AUTH', 'STARTTLS'], authOptional: true },
  { ...tls },
  { ...tls, secure: true },
].map(door => new smtp.SMTPServer({ ...options, ...door }).on('error', () => {}));
const ports = await Promise.all(servers.map(s => new Promise(resolve => s.listen(0, '127.0.0.1', () => resolve(s.server.address().port)))));
tell('ready', { ports });

createInterface({ input: process.stdin }).on('line', line => {
  if (line === 'release') {
    release.splice(0).forEach(go => go());
  } else {
    tell('echo', { line });
  }
}).on('close', () => process.exit());
