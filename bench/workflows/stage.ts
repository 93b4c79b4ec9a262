import { type RappenService, startRappenService } from '../gateway/rappen-service.ts';
import { type SimulatorService, startSimulatorService } from '../gateway/simulator-service.ts';
import type { Defer } from '../scope.ts';
import type { AnswerLine, Way } from './answer-line.ts';
import { openCompany } from './company.ts';

/** The simulator and Rappen, each a process of its own, and a company whose people use it. */
export interface Stage {
  readonly simulator: SimulatorService;
  readonly rappen: RappenService;
  /** `http://127.0.0.1:12345` */
  readonly rappenUrl: string;
  /** One of each member. */
  readonly keys: readonly string[];
  /** `member`: by number, again from the first after the last. */
  line(way: Way, text: string, member?: number): AnswerLine;
}

const MEMBERS = 40;

export async function startStage(profileDirectory: string | undefined, defer: Defer): Promise<Stage> {
  const simulator = await startSimulatorService(defer);
  const { openaiBaseUrl } = simulator;
  const rappen = await startRappenService({ openaiBaseUrl, profileDirectory }, defer);
  const keys = await openCompany(rappen.database.db, MEMBERS);
  const rappenUrl = `http://127.0.0.1:${rappen.port}`;
  const simulatorUrl = `http://127.0.0.1:${simulator.port}`;
  return {
    ...{ simulator, rappen, rappenUrl, keys },
    line(way, text, member = 0) {
      const url = way === 'direct' ? simulatorUrl : rappenUrl;
      const key = way === 'direct' ? 'benchmark' : (keys[member % keys.length] ?? '');
      return { way, url, key, text };
    },
  };
}
