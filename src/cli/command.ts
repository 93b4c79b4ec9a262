import type { CommandServices, OwnerServices } from './command-services.ts';
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

export type Command = PreparedCommand | OwnerCommand;

/** Works on a database that is brought up to date before it runs. */
interface PreparedCommand extends CommandBase {
  readonly needs: 'prepared database';
  run(services: CommandServices, values: ValuesOf<Options>): Promise<CommandResult>;
}

/** Works on the database as it is, as its owner. */
interface OwnerCommand extends CommandBase, Beginning {
  readonly needs: 'owner';
  run(services: OwnerServices, values: ValuesOf<Options>): Promise<CommandResult>;
}

interface Beginning {
  /** Whether it may make a database where `DATA_DIR` has none; else that is refused, since the directory will be the wrong one. */
  mayBegin(values: ValuesOf<Options>): boolean;
}

/** Refusals of `run` are thrown as `AppError`, or as a plain `Error` where no mandate is concerned. */
interface CommandBase {
  readonly name: string;
  /** One line for the list of commands. */
  readonly about: string;
  /** The option whose value can stand without its name: `record-bounce FILE`. */
  readonly argument?: string;
  readonly options: Options;
}

export interface CommandResult {
  readonly answer: Answer;
  /** For people, where the answer has more than fits on a screen. */
  readonly summary?: Answer;
  /** It ran, and what it found is not as it should be: exit code 1. */
  readonly differs?: boolean;
}

interface Definition<Services, Given extends Options> {
  readonly name: string;
  readonly about: string;
  readonly argument?: keyof Given & string;
  readonly options: Given;
  run(services: Services, values: ValuesOf<Given>): Promise<CommandResult>;
}

/** A command whose `run` gets its values with the types of its options. */
export function defineCommand<Given extends Options>(
  definition: Definition<CommandServices, Given>,
): Command {
  return {
    ...definition,
    needs: 'prepared database',
    run: (services, values) => definition.run(services, values as ValuesOf<Given>),
  };
}

/** The same for a command that works as the owner, on the database as it is. */
export function defineOwnerCommand<Given extends Options>(
  definition: Definition<OwnerServices, Given> & { mayBegin(values: ValuesOf<Given>): boolean },
): Command {
  return {
    ...definition,
    needs: 'owner',
    mayBegin: (values) => definition.mayBegin(values as ValuesOf<Given>),
    run: (services, values) => definition.run(services, values as ValuesOf<Given>),
  };
}
