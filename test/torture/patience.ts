import { setTimeout as sleep } from 'node:timers/promises';

const STEP_MS = 50;

/** Asks until there is an answer. What is asked may fail meanwhile: the database may be away. Throws after the deadline. */
export async function eventually<Answer>(
  what: string,
  ask: () => Promise<Answer | undefined> | Answer | undefined,
  deadlineMs = 60_000,
): Promise<Answer> {
  const giveUpAt = Date.now() + deadlineMs;
  let problem: unknown;
  do {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
      problem = undefined;
    } catch (error) {
      problem = error;
    }
    await sleep(STEP_MS);
  } while (Date.now() < giveUpAt);
  throw new Error(`${what}: not within ${deadlineMs / 1000} s`, { cause: problem });
}
