// A stand-in for Rappen in the tests of the embedded server's life cycle: see embedded.ts.
import { startEmbedded } from '#db/embedded/embedded-server.ts';
import { DataDirectoryInUse } from '#db/embedded/instance-lock.ts';

const options = JSON.parse(process.argv[2] ?? '{}');
const alive = setInterval(() => undefined, 60_000);
try {
  const server = await startEmbedded(options);
  process.once('SIGTERM', async () => {
    await server.stop();
    clearInterval(alive);
  });
  console.log(JSON.stringify({ ownerUrl: server.ownerUrl, postgresPid: server.pid }));
} catch (error) {
  const problem = error instanceof Error ? error.message : String(error);
  console.log(
    JSON.stringify({ problem, inUseBy: error instanceof DataDirectoryInUse ? error.pid : undefined }),
  );
  clearInterval(alive);
}
