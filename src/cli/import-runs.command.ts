import { formatChf } from '#kernel/money.ts';
import { listImportRuns } from '#onboarding/import/import-runs.store.ts';
import { defineCommand } from './command.ts';
import { count, optionalWith } from './option.ts';

export const importRunsCommand = defineCommand({
  name: 'import-runs',
  about: 'lists what import-mandates did, newest first, with the runs that --undo takes back',
  options: { limit: optionalWith(count(10_000), 50) },
  async run({ db }, { limit }) {
    const runs = await listImportRuns(db, limit);
    const rows = runs.map(({ startedAt, finishedAt, opening, undoneBy, ...rest }) => ({
      ...rest,
      startedAt: startedAt.toISOString(),
      finishedAt: finishedAt?.toISOString() ?? null,
      openingChf: formatChf(opening),
      undoneBy,
    }));
    const summary = rows.map(({ run, source, undoes, undoneBy, ...rest }) => ({
      ...{ run, ...rest },
      undoneBy: undoneBy.length > 0 ? undoneBy.join(' ') : undefined,
      source: undoes === null ? source : `undo of ${undoes}`,
    }));
    return { answer: { runs: rows }, summary: { runs: summary } };
  },
});
