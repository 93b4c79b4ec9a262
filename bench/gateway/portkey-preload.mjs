// Loaded into Portkey's process before its own code; see portkey-service.ts.
import { Server } from 'node:net';

// Portkey listens on every address of the machine and passes on whatever it is asked to. During the benchmark it is
// reachable from this machine only.
const { listen } = Server.prototype;
Server.prototype.listen = function (where, ...rest) {
  const port = typeof where === 'object' ? where.port : where;
  return listen.call(this, port, '127.0.0.1', ...rest.filter((argument) => typeof argument === 'function'));
};

// On Node, Portkey 1.15.2 answers every stream with status 500, because it writes into the headers of the provider's
// answer, which cannot be changed (Portkey-AI/gateway, issues 1389 and 1550). With a copy of those headers, as its pull
// request 1551 makes one, it works and can be measured. Answers that are no streams are left as they are.
const { fetch, Headers, Response } = globalThis;
globalThis.fetch = async (...request) => {
  const answer = await fetch(...request);
  if (!answer.headers.get('content-type')?.startsWith('text/event-stream')) return answer;
  const { status, statusText, body } = answer;
  return new Response(body, { status, statusText, headers: new Headers(answer.headers) });
};
