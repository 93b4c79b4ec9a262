import type { ProviderName } from './call.ts';
import type { SimulatorLedger } from './ledger/simulator-ledger.ts';
import type { RepeatedAnswers } from './repeated-answers.ts';
import type { Script } from './script.ts';
import type { Settings } from './simulator-settings.ts';

/** What lives as long as the simulator runs. */
export interface SimulatorState {
  readonly ledger: SimulatorLedger;
  readonly script: Script;
  /** Keys that must be used; a provider that is not named takes any. */
  readonly keys: Readonly<Partial<Record<ProviderName, string>>>;
  readonly repeated: RepeatedAnswers;
  settings: Settings;
}
