import type { CommandServices } from './command-services.ts';
import type { Options, ValuesOf } from './option.ts';

/** What a command prints: with `--json` as it is, else as lines and tables. Amounts and ids are texts. */
export type Answer = Readonly<Record<string, AnswerValue>>;
type AnswerValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly AnswerValue[]
  | { readonly [name: string]: AnswerValue };

export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly about: string;
  /** The option whose value can stand without its name: `record-bounce FILE`. */
  readonly argument?: string;
  readonly options: Options;
  /** Refusals are thrown as `AppError`. */
  run(services: CommandServices, values: ValuesOf<Options>): Promise<CommandResult>;
}

export interface CommandResult {
  readonly answer: Answer;
  /** For people, where the answer has more than fits on a screen. */
  readonly summary?: Answer;
  /** It ran, and what it found is not as it should be: exit code 1. */
  readonly differs?: boolean;
}

interface Definition<Given extends Options> {
  readonly name: string;
  readonly about: string;
  readonly argument?: keyof Given & string;
  readonly options: Given;
  run(services: CommandServices, values: ValuesOf<Given>): Promise<CommandResult>;
}

/** A command whose `run` gets its values with the types of its options. */
export function defineCommand<Given extends Options>(definition: Definition<Given>): Command {
  return {
    ...definition,
    run: (services, values) => definition.run(services, values as ValuesOf<Given>),
  };
}
