// How many pages a second and core the server renders, and how long one takes. The server tells how much of
// the processor it used, so that what the client takes does not count.
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';

/** Seconds of processor time that a process has used. */
function used(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

const agent = new Agent({ keepAlive: true, maxSockets: 2 });

/** Asks for a page; answers with milliseconds and bytes. */
function ask(url, headers) {
  const began = performance.now();
  return new Promise((done, failed) => {
    const asked = request(url, { agent, headers }, (answer) => {
      let bytes = 0;
      answer.on('data', (data) => { bytes += data.length; });
      answer.on('end', () => {
        if (answer.statusCode !== 200) failed(new Error(`${url}: ${answer.statusCode}`));
        done({ took: performance.now() - began, bytes });
      });
    });
    asked.on('error', failed);
    asked.end();
  });
}

/** Asks for a page many times, one after the other. */
export async function pages(pid, url, count, headers) {
  for (let i = 0; i < 20; i++) await ask(url, headers);
  const before = used(pid);
  const answers = [];
  for (let i = 0; i < count; i++) answers.push(await ask(url, headers));
  const seconds = used(pid) - before;
  const waits = answers.map(({ took }) => took).sort((a, b) => a - b);
  return {
    perSecond: count / seconds,
    p99: waits[Math.floor(count * 0.99)],
    bytes: answers[0].bytes,
  };
}
