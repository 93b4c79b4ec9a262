import type { BenchOptions } from '../bench-options.ts';
import { say } from '../bench-progress.ts';
import { Latencies, type LatencySummary } from '../latencies.ts';
import type { AnswerLoader } from './answer-load.ts';
import type { Stage } from './stage.ts';

export interface ChatsResult {
  readonly count: number;
  readonly pieces: number;
  readonly pieceEveryMs: number;
  readonly of: Readonly<Record<'direct' | 'chat', AtOnce>>;
  /** Requests to Rappen while the chats stream. */
  readonly probe: Spread;
}

export interface AtOnce {
  /** Of each reader the longest time between two pieces, less the provider's own. */
  readonly stall: Spread;
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
  const probes: number[] = [];
  const measure = async (way: 'direct' | 'chat') => {
    const lines = Array.from({ length: CHATS }, (_, member) => stage.line(way, TEXT, member));
    const { answers, probesMs } = await load({
      lines,
      times: 1,
      ...(way === 'chat' ? { probeUrl: `${stage.rappenUrl}/healthz` } : {}),
    });
    probes.push(...probesMs);
    say(
      `workflows: ${CHATS} at once, ${way}: the longest gap ${Math.max(...answers.map(({ longestGapMs }) => longestGapMs)).toFixed(0)} ms`,
    );
    return answers;
  };
  const answers = {
    direct: [] as Awaited<ReturnType<typeof measure>>,
    chat: [] as Awaited<ReturnType<typeof measure>>,
  };
  for (let round = 1; round <= rounds; round++) {
    for (const way of ['direct', 'chat'] as const) answers[way] = [...answers[way], ...(await measure(way))];
  }
  const of = (way: 'direct' | 'chat'): AtOnce => ({
    stall: spreadOf(answers[way].map(({ longestGapMs }) => Math.max(0, longestGapMs - PIECE_EVERY_MS))),
    firstPiece: spreadOf(answers[way].map(({ firstPieceMs }) => firstPieceMs)),
  });
  return {
    count: CHATS,
    pieces: PIECES,
    pieceEveryMs: PIECE_EVERY_MS,
    of: { direct: of('direct'), chat: of('chat') },
    probe: spreadOf(probes),
  };
}

function spreadOf(timesMs: readonly number[]): Spread {
  const latencies = new Latencies();
  for (const time of timesMs) latencies.add(time);
  return { ...latencies.summary(), mostMs: Math.max(...timesMs) };
}
