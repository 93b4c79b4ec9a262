import {
  type MemoryResult,
  OPEN_STREAMS,
  SLOW_READER_MEGABYTES,
  SLOW_READERS,
} from '../memory/memory-bench.ts';
import type { StartResult } from '../start/start-bench.ts';
import { megabytes, table, whole } from './numbers.ts';

export function memorySection(memory: MemoryResult): string[] {
  return [
    '## Memory',
    "Resident memory of the gateway's process, one thing after the other on the same process; the most of five readings a second.",
    table(
      ['when', 'memory'],
      [
        ['after its start', megabytes(memory.atStart)],
        [
          `during ${whole(memory.calls)} calls with 128 connections, half of them streams`,
          megabytes(memory.mostInCalls),
        ],
        ['right after them', megabytes(memory.afterCalls)],
        [`${whole(OPEN_STREAMS)} open streams`, megabytes(memory.mostWithOpenStreams)],
        [
          `${SLOW_READERS} callers who do not read their ${SLOW_READER_MEGABYTES} MB streams, for 10 s`,
          megabytes(memory.mostWithSlowReaders),
        ],
        [
          'those have left, and their streams are read to the end for the usage',
          megabytes(memory.mostAfterSlowReaders),
        ],
      ],
    ),
    'Every one of these calls has its usage row, and `rappen verify` found no difference.',
  ];
}

export function startSection({ firstSeconds, againSeconds }: StartResult): string[] {
  return [
    '## Start',
    table(
      ['`npm start`, packages installed, until it listens', 'seconds'],
      [
        ['the first, which makes the database', firstSeconds.toFixed(2)],
        ['again', againSeconds.toFixed(2)],
      ],
    ),
  ];
}
