// What people build instead: fastify and better-sqlite3 take a SePay notice, check its HMAC, and
// store entry, postings and key durably before the answer. `each`: one transaction a request;
// `batched`: all that arrived together in one, which few do.
//   node server.mjs each|batched FILE SECRET     prints its port, ends with its standard input
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import Database from 'better-sqlite3'
import Fastify from 'fastify'

const [mode, file, secret] = process.argv.slice(2)
const db = new Database(file)
db.pragma('journal_mode = WAL')
db.pragma('synchronous = FULL')
db.exec(`
  CREATE TABLE entry (seq INTEGER PRIMARY KEY, hash BLOB NOT NULL, bytes TEXT NOT NULL) STRICT;
  CREATE TABLE posting (seq INTEGER, leg INTEGER, account TEXT, amount INTEGER,
    PRIMARY KEY (seq, leg)) STRICT, WITHOUT ROWID;
  CREATE TABLE credit_key (day TEXT, account TEXT, reference TEXT, seq INTEGER,
    PRIMARY KEY (day, reference, account)) STRICT, WITHOUT ROWID;`)
const insertEntry = db.prepare('INSERT INTO entry VALUES (?, ?, ?)')
const insertPosting = db.prepare('INSERT INTO posting VALUES (?, ?, ?, ?)')
const insertKey = db.prepare('INSERT OR IGNORE INTO credit_key VALUES (?, ?, ?, ?)')

let seq = 0
let previous = Buffer.alloc(32)

function store(notice) {
  const day = notice.transactionDate.slice(0, 10)
  if (insertKey.run(day, notice.accountNumber, notice.referenceCode, seq + 1).changes === 0) return
  seq += 1
  const bytes = JSON.stringify({ seq, prev: previous.toString('hex'), day, ...notice })
  previous = createHash('sha256').update(bytes).digest()
  insertEntry.run(seq, previous, bytes)
  insertPosting.run(seq, 0, `bank/${notice.accountNumber}`, notice.transferAmount)
  insertPosting.run(seq, 1, `sales/${notice.accountNumber}`, -notice.transferAmount)
}

const storeAll = db.transaction((notices) => notices.forEach(store))
let waiting = []

function storeBatched(notice) {
  return new Promise((resolve, reject) => {
    if (waiting.length === 0) setImmediate(flush)
    waiting.push({ notice, resolve, reject })
  })
}

function flush() {
  const batch = waiting
  waiting = []
  try {
    storeAll(batch.map((one) => one.notice))
    batch.forEach((one) => one.resolve())
  } catch (error) {
    batch.forEach((one) => one.reject(error))
  }
}

function authentic(request) {
  const signed = createHmac('sha256', secret)
    .update(`${request.headers['x-sepay-timestamp']}.${request.body}`)
    .digest('hex')
  const expected = Buffer.from(`sha256=${signed}`)
  const presented = Buffer.from(request.headers['x-sepay-signature'] ?? '')
  return presented.length === expected.length && timingSafeEqual(presented, expected)
}

const app = Fastify()
app.addContentTypeParser('application/json', { parseAs: 'string' }, (_, body, done) =>
  done(null, body))
app.post('/callback', async (request, reply) => {
  if (!authentic(request)) return reply.code(401).send({ success: false })
  const notice = JSON.parse(request.body)
  if (mode === 'batched') await storeBatched(notice)
  else storeAll([notice])
  return { success: true }
})
await app.listen({ host: '127.0.0.1', port: 0 })
console.log(app.server.address().port)
process.stdin.on('end', () => process.exit(0)).resume()
