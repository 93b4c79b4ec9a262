import type { BenchOptions } from '../bench-options.ts';
import { say } from '../bench-progress.ts';
import { Latencies, type LatencySummary } from '../latencies.ts';
import type { Way } from './answer-line.ts';
import type { AnswerLoad, AnswerLoader } from './answer-load.ts';
import type { AnswerTimes } from './answer-times.ts';
import type { Stage } from './stage.ts';

export interface ChatsResult {
  readonly count: number;
  readonly pieces: number;
  readonly pieceEveryMs: number;
  readonly of: Readonly<Record<CompareWay, AtOnce>>;
  /** Requests to Rappen while the chats stream. */
  readonly probe: Spread;
}

type CompareWay = Extract<Way, 'direct' | 'chat'>;

export interface AtOnce {
  /** Of each reader the longest time between two pieces, less the provider's own. */
  readonly stall: Spread;
  /** The same, after the last has begun and before the first has ended. */
  readonly steadyStall: Spread;
  readonly firstPiece: Spread;
}

/** Of all rounds. */
export interface Spread extends LatencySummary {
  readonly mostMs: number;
}

const CHATS = 200;
const PIECES = 200;
const PIECE_EVERY_MS = 30;
const TEXT = `[[sim:{"outputTokens":${PIECES},"chunks":${PIECES},"chunkDelayMs":${PIECE_EVERY_MS}}]] What is a Rappen?`;

/** Many chats that stream at once; and as many streams of the provider's own, for what the machine alone does to them. */
export async function measureChatsAtOnce(
  { rounds }: BenchOptions,
  stage: Stage,
  load: AnswerLoader,
): Promise<ChatsResult> {
  const answers: Record<CompareWay, AnswerTimes[]> = { direct: [], chat: [] };
  const probesMs: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    for (const way of ['direct', 'chat'] as const) {
      const measured = await load(loadOf(stage, way));
      answers[way].push(...measured.answers);
      probesMs.push(...measured.probesMs);
      const { stall, steadyStall } = atOnce(measured.answers);
      say(
        `workflows, round ${round}: ${CHATS} at once, ${way}: the longest stall ${stall.mostMs.toFixed(0)} ms, ` +
          `${steadyStall.mostMs.toFixed(0)} ms once all have begun`,
      );
    }
  }
  return {
    ...{ count: CHATS, pieces: PIECES, pieceEveryMs: PIECE_EVERY_MS },
    of: { direct: atOnce(answers.direct), chat: atOnce(answers.chat) },
    probe: spreadOf(probesMs),
  };
}

function loadOf(stage: Stage, way: CompareWay): AnswerLoad {
  const lines = Array.from({ length: CHATS }, (_, member) => stage.line(way, TEXT, member));
  return { lines, times: 1, ...(way === 'chat' ? { probeUrl: `${stage.rappenUrl}/healthz` } : {}) };
}

function atOnce(answers: readonly AnswerTimes[]): AtOnce {
  const stall = (gapMs: number) => Math.max(0, gapMs - PIECE_EVERY_MS);
  return {
    stall: spreadOf(answers.map(({ longestGapMs }) => stall(longestGapMs))),
    steadyStall: spreadOf(answers.map(({ steadyGapMs }) => stall(steadyGapMs))),
    firstPiece: spreadOf(answers.map(({ firstPieceMs }) => firstPieceMs)),
  };
}

function spreadOf(timesMs: readonly number[]): Spread {
  const latencies = new Latencies();
  for (const time of timesMs) latencies.add(time);
  return { ...latencies.summary(), mostMs: Math.max(...timesMs) };
}
