import { apportion, type Rappen, sumOf } from './apportion.ts';
import type { StatementFigures } from './statement.contract.ts';
import { amounts } from './statement-amounts.ts';
import type { StatementFacts, UsageSum } from './statement-facts.ts';

/** What was used by provider and model, the dearest first. `metered`: the signed movement that it adds up to. */
export function usageFigures({ usage }: StatementFacts, metered: Rappen): StatementFigures['usage'] {
  const byModel = Map.groupBy(usage, ({ provider, model }) => `${provider}/${model}`);
  const rows = [...byModel.values()].map(addUp).sort(dearestFirst);
  const shares =
    rows.length === 0
      ? []
      : apportion(
          metered,
          rows.map(({ charged }) => -charged),
        );
  const total = addUp(usage);
  return {
    ...counts(total),
    ...amounts(-metered, total.charged),
    lines: rows.map((row, index) => ({
      provider: row.provider,
      model: row.model,
      ...counts(row),
      ...amounts(-(shares[index] ?? 0n), row.charged),
    })),
  };
}

function addUp(rows: readonly UsageSum[]): Omit<UsageSum, 'walletId' | 'segment'> {
  const sum = (of: (row: UsageSum) => bigint) => sumOf(rows.map(of));
  return {
    provider: rows[0]?.provider ?? '',
    model: rows[0]?.model ?? '',
    calls: sum(({ calls }) => calls),
    charged: sum(({ charged }) => charged),
    inputTokens: sum(({ inputTokens }) => inputTokens),
    cachedTokens: sum(({ cachedTokens }) => cachedTokens),
    outputTokens: sum(({ outputTokens }) => outputTokens),
  };
}

function counts({ calls, inputTokens, cachedTokens, outputTokens }: ReturnType<typeof addUp>) {
  return {
    calls: Number(calls),
    inputTokens: Number(inputTokens),
    cachedTokens: Number(cachedTokens),
    outputTokens: Number(outputTokens),
  };
}

function dearestFirst(a: ReturnType<typeof addUp>, b: ReturnType<typeof addUp>): number {
  if (a.charged !== b.charged) return a.charged > b.charged ? -1 : 1;
  return `${a.provider}/${a.model}` < `${b.provider}/${b.model}` ? -1 : 1;
}
