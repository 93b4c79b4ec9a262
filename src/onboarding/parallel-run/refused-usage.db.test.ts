import { expect, test } from 'vitest';
import { must } from '#kernel/assert.ts';
import { openParallelDesk } from '#test/support/parallel-desk.ts';
import { recordSources } from '#test/support/platform-records.ts';
import { parallelReportCsv } from './parallel-report-csv.ts';
import { CHF_PER_USD, DAY, lineOf, OPENAI, tokensOf, usdNano, written } from './planted-day.test-data.ts';
import { renderParallelReport } from './render-parallel-report.ts';

const { compare, compareSources } = await openParallelDesk(CHF_PER_USD);

test('what is refused is named by file and line, and keeps only its mandate from agreeing', async () => {
  const line = lineOf('twice', OPENAI, tokensOf(1), { costUsd: written(usdNano('gpt-4.1', tokensOf(1))) });
  const other = (mandate: string, changes: object) => ({ ...line, mandate, ...changes });
  const formula = '=1+1';
  const report = await compare(DAY, [
    line,
    line,
    other('fine', {}),
    other('fine', { id: 'dated', model: 'gpt-4.1-2025-04-14' }),
    other(formula, { provider: 'acme' }),
    other('beside', { inputTokens: 10, cachedTokens: 11 }),
    other('no usage', { providerUsage: '{"tokens":5}' }),
    other('absurd', { providerUsage: { prompt_tokens: -5, completion_tokens: 1 } }),
    other('no day', { at: 'yesterday' }),
    // Of another day, whatever else is wrong with it.
    other('fine', { at: '2026-11-19T23:59:59+01:00', provider: 'acme' }),
    other('fine', { at: '2999-01-01T00:00:00Z' }),
    other('fine', { at: '1999-12-31T12:00:00Z' }),
    { ...line, mandate: undefined },
    other('\u202evil', { id: 'turned' }),
  ]);
  const problems = report.mandates.map(({ mandate, agrees, refusedLines: { first } }) => [
    ...[mandate, agrees],
    ...first.map((one) => `${one.file}:${one.line}: ${one.problem}`),
  ]);
  expect(problems).toEqual([
    ['twice', false, 'usage.jsonl:2: id: is there twice in its mandate'],
    ['fine', true],
    [formula, false, 'usage.jsonl:5: provider: is no provider that Rappen knows'],
    ['beside', false, 'usage.jsonl:6: cachedTokens: are more than inputTokens'],
    ['no usage', false, 'usage.jsonl:7: providerUsage: is no usage as openai reports it'],
    ['absurd', false, 'usage.jsonl:8: providerUsage: has a count that cannot be'],
    ['no day', false, expect.stringContaining('usage.jsonl:9: at: must be an instant')],
    ['\u202evil', true],
  ]);
  expect(report.strayLines).toMatchObject({ count: 1, first: [{ file: 'usage.jsonl', line: 13 }] });
  expect(report).toMatchObject({ agrees: false });
  expect(report.totals).toMatchObject({
    calls: 4,
    differingCalls: 0,
    refusedLines: 7,
    incompleteMandates: 6,
  });
  expect(report.models.map(({ model, pricedAs }) => [model, pricedAs])).toEqual([
    ['gpt-4.1', 'gpt-4.1'],
    ['gpt-4.1-2025-04-14', 'gpt-4.1'],
  ]);
  const text = renderParallelReport(report);
  expect(text).toContain('openai gpt-4.1-2025-04-14 (priced as gpt-4.1)');
  expect(text).toContain('mandate \ufffdvil');
  // No table where no call could be compared.
  expect(text).toContain(
    'mandate no day: incomplete, since lines are refused\n  usage.jsonl:9: at: must be an instant',
  );
  const csv = parallelReportCsv(report).split('\r\n');
  expect(csv.find((row) => row.startsWith(`mandate,'${formula},`))).toMatch(
    /,incomplete for refused lines: 1$/,
  );
  expect(csv.at(-2)).toMatch(/^total,.*,7,incomplete for refused lines: 7$/);
});

test('a day without a call, and one without an exchange rate, do not agree', async () => {
  expect(await compare(DAY, [])).toMatchObject({ agrees: false, totals: { calls: 0 }, mandates: [] });
  const before = lineOf('m', OPENAI, tokensOf(1), { costUsd: '1', at: '2025-12-31T12:00:00Z' });
  const report = await compare('2025-12-31', [before]);
  expect(report.mandates[0]).toMatchObject({
    agrees: false,
    unpriced: [
      { reason: 'there is no exchange rate', calls: 1, platformUsd: '1', platformChf: '0.000000000' },
    ],
  });
});

test('a source that changes while it is read, and a stop, end it', async () => {
  const line = lineOf('m', OPENAI, tokensOf(1), { costUsd: '1' });
  const sourceOf = (lines: number) =>
    must(recordSources({ usage: Array(lines).fill(line) })[0], 'the source');
  let readings = 0;
  const growing = { ...sourceOf(1), lines: () => sourceOf(++readings).lines() };
  await expect(compareSources([growing], DAY)).rejects.toMatchObject({
    ...{ code: 'conflict', message: expect.stringContaining('changed') },
  });
  await expect(compareSources([sourceOf(1)], DAY, AbortSignal.abort())).rejects.toMatchObject({
    ...{ code: 'conflict', message: 'The comparison was stopped.' },
  });
});
