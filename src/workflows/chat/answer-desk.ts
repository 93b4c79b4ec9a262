import { findCallsOfMessage } from '#billing/origins/origin-cost.store.ts';
import type { Db } from '#db/database.ts';
import { raiseAlarm } from '#kernel/alarm.ts';
import { AppError } from '#kernel/error.ts';
import type { ConversationId, MessageId, UserId } from '#kernel/id.ts';
import type { Log } from '#kernel/log.ts';
import type { AiTask } from '../processor/ai-task.ts';
import type { TaskEnd } from '../processor/task-event.ts';
import type { WorkflowProcessor } from '../processor/workflow-processor.ts';
import { stateAt } from './answer.ts';
import type { Answer } from './conversation.ts';
import { ConversationFeed } from './conversation-feed.ts';
import { describeAnswer } from './describe-message.ts';
import { storeEnd, storeProgress } from './message.store.ts';
import { RunningAnswer } from './running-answer.ts';

/** How often a growing answer is stored: what is lost at most if the process dies. */
const STORE_EVERY_MS = 1_000;
const MOST_RUNNING = 1_000;
const MOST_RUNNING_OF_USER = 6;

export interface AnswerDeskDeps {
  readonly db: Db;
  readonly processor: WorkflowProcessor;
  readonly log: Log;
  readonly isStopping: () => boolean;
}

/** An answer to be made. */
export interface AnswerOrder {
  readonly answer: Answer;
  readonly conversationId: ConversationId;
  readonly task: Omit<AiTask, 'signal' | 'origin'>;
}

/** Makes answers in this process: from their order to their end, whoever looks on meanwhile. */
export class AnswerDesk {
  readonly feed = new ConversationFeed();
  readonly #deps: AnswerDeskDeps;
  readonly #running = new Map<MessageId, { readonly made: RunningAnswer; readonly order: AnswerOrder }>();
  readonly #work = new Set<Promise<void>>();

  constructor(deps: AnswerDeskDeps) {
    this.#deps = deps;
  }

  /** Throws `rate_limited`, `overloaded` where no more answers may run. */
  requireRoom(userId: UserId, count: number): void {
    if (this.#deps.isStopping()) throw new AppError('overloaded', {}, 'The server is being restarted.');
    if (this.#running.size + count > MOST_RUNNING) throw new AppError('overloaded');
    const own = [...this.#running.values()].filter(({ order }) => order.task.actor.userId === userId).length;
    if (own + count > MOST_RUNNING_OF_USER)
      throw new AppError('rate_limited', {}, `More than ${MOST_RUNNING_OF_USER} answers would run at once.`);
  }

  /** Begins to make it. Its row is there already, and runs. */
  start(order: AnswerOrder): void {
    const { actor } = order.task;
    const place = {
      mandateId: actor.mandateId,
      conversationId: order.conversationId,
      messageId: order.answer.id,
    };
    const made = new RunningAnswer(place, this.feed);
    this.#running.set(place.messageId, { made, order });
    const work = this.#make(made, order)
      .catch((error: unknown) => {
        // Its row gets no sign of life any more, and is ended by the sweep.
        raiseAlarm(
          this.#deps.log,
          'internal_error',
          { err: error, answer: place.messageId },
          'an answer could not be stored',
        );
      })
      .finally(() => {
        this.#running.delete(place.messageId);
        this.#work.delete(work);
      });
    this.#work.add(work);
  }

  /** False: it is not made here. */
  stop(messageId: MessageId): boolean {
    const running = this.#running.get(messageId);
    running?.made.stop.abort();
    return running !== undefined;
  }

  /** The answers of the conversation that are being made here, as they are by now; what is told next follows on them. */
  answersOf(conversationId: ConversationId): readonly Answer[] {
    const own = [...this.#running.values()].filter(({ made }) => made.conversationId === conversationId);
    return own.map(({ made, order }) => {
      made.flush();
      return asOfNow(made, order);
    });
  }

  /** When nothing is being made any more. */
  async idle(): Promise<void> {
    while (this.#work.size > 0) await Promise.all(this.#work);
  }

  async #make(made: RunningAnswer, order: AnswerOrder): Promise<void> {
    const { db, processor, isStopping } = this.#deps;
    const timer = setInterval(() => void this.#keep(made), STORE_EVERY_MS);
    let end: TaskEnd = { kind: 'stopped' };
    try {
      await this.#tell(made, order);
      const { conversationId, messageId } = made.place;
      const origin = { feature: 'chat', conversationId, messageId } as const;
      for await (const event of processor.process({ ...order.task, origin, signal: made.stop.signal })) {
        if (event.type === 'end') end = event.end;
        else if (made.take(event) === 'tell_whole') await this.#tell(made, order);
      }
    } finally {
      clearInterval(timer);
      made.flush();
    }
    const outcome = stateAt(end, isStopping());
    const { parts, loweredOutputTokens } = made.soFar;
    await storeEnd(db, made.place, { parts, loweredOutputTokens, ...outcome });
    await this.#tell(made, order, { ...asOfNow(made, order), ...outcome, endedAt: new Date() });
  }

  /** Stores how far it is, and hears whether somebody wants it stopped. Gone means deleted: nobody wants it any more. */
  async #keep(made: RunningAnswer): Promise<void> {
    try {
      made.takeChange();
      const row = await storeProgress(this.#deps.db, made.place, made.soFar);
      if (!row || row.isStopAsked) made.stop.abort();
    } catch (error) {
      this.#deps.log.warn(
        { err: error, answer: made.place.messageId },
        'an answer could not be stored for now',
      );
    }
  }

  async #tell(made: RunningAnswer, order: AnswerOrder, answer = asOfNow(made, order)): Promise<void> {
    const { mandateId, conversationId, messageId } = made.place;
    if (!this.feed.isRead(conversationId)) return;
    const calls = await findCallsOfMessage(this.#deps.db, mandateId, conversationId, messageId);
    this.feed.publish(conversationId, { event: 'answer', data: describeAnswer(answer, calls) });
  }
}

function asOfNow({ soFar: { parts, loweredOutputTokens } }: RunningAnswer, { answer }: AnswerOrder): Answer {
  return { ...answer, parts, loweredOutputTokens };
}
