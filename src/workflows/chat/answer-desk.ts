import { setTimeout as sleep } from 'node:timers/promises';
import { findCallsOfMessage, type OriginCall } from '#billing/origins/origin-cost.store.ts';
import type { Db } from '#db/database.ts';
import { raiseAlarm } from '#kernel/alarm.ts';
import { AppError } from '#kernel/error.ts';
import type { ConversationId, MessageId, UserId } from '#kernel/id.ts';
import type { Log } from '#kernel/log.ts';
import type { AiTask } from '../processor/ai-task.ts';
import type { TaskEnd } from '../processor/task-event.ts';
import type { WorkflowProcessor } from '../processor/workflow-processor.ts';
import { AnswerKeeper } from './answer-keeper.ts';
import { storeEnd } from './answer-progress.store.ts';
import { type AnswerLimits, AnswerSlots } from './answer-slots.ts';
import type { Answer } from './conversation.ts';
import { ConversationFeed } from './conversation-feed.ts';
import { describeAnswer } from './describe-message.ts';
import { outcomeOf } from './growing-answer.ts';
import type { History } from './history.ts';
import { RunningAnswer } from './running-answer.ts';

const LIMITS: AnswerLimits = { inAll: 1_000, perUser: 6, fileBytes: 200_000_000 };
/** A database that is away for a moment does not cost the end of an answer. */
const STORE_AGAIN_AFTER_MS = [200, 1_000, 5_000, 10_000];

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
  readonly task: Omit<AiTask, 'signal' | 'origin' | keyof History>;
  /** Read once for all answers to a message. */
  readonly history: Promise<History>;
  /** Its place, which `take` gave. */
  readonly release: () => void;
}

interface Running {
  readonly made: RunningAnswer;
  readonly order: AnswerOrder;
}

/** Makes answers in this process: from their order to their end, whoever looks on meanwhile. */
export class AnswerDesk {
  readonly feed = new ConversationFeed();
  readonly #deps: AnswerDeskDeps;
  readonly #slots = new AnswerSlots(LIMITS);
  readonly #keeper: AnswerKeeper;
  readonly #running = new Map<MessageId, Running>();
  readonly #work = new Set<Promise<void>>();

  constructor(deps: AnswerDeskDeps) {
    this.#deps = deps;
    this.#keeper = new AnswerKeeper(deps.db, deps.log, ({ place }) => void this.stop(place.messageId));
  }

  /** A place for each of so many answers, to be given back unless it is used. Throws `rate_limited`, `overloaded`. */
  take(userId: UserId, count: number, fileBytesEach: number): readonly (() => void)[] {
    if (this.#deps.isStopping()) throw new AppError('overloaded', {}, 'The server is being restarted.');
    return this.#slots.take(userId, count, fileBytesEach);
  }

  /** Begins to make it. Its row is there already, and runs. */
  start(order: AnswerOrder): void {
    const { mandateId } = order.task.actor;
    const { answer, conversationId } = order;
    const made = new RunningAnswer({ mandateId, conversationId, messageId: answer.id }, this.feed);
    this.#running.set(answer.id, { made, order });
    this.#keeper.add(made);
    this.#track(this.#make({ made, order }));
  }

  /** It ends at once; what it costs follows when the provider has said it. False: it is not made here. */
  stop(messageId: MessageId): boolean {
    const running = this.#running.get(messageId);
    if (!running) return false;
    running.made.stop.abort();
    this.#track(this.#end(running, { kind: 'stopped' }));
    return true;
  }

  /** The conversation is deleted: what is made for it is stopped, and nobody reads it any more. */
  forget(conversationId: ConversationId): void {
    for (const { made } of this.#of(conversationId)) this.stop(made.place.messageId);
    this.feed.close(conversationId);
  }

  /** All that are being made here, or whose cost is not known yet. */
  making(): readonly MessageId[] {
    return [...this.#running.keys()];
  }

  isMaking(messageId: MessageId): boolean {
    return this.#running.has(messageId);
  }

  /** The answers of the conversation that are being made here, as they are by now; what is told next follows on them. */
  answersOf(conversationId: ConversationId): readonly Answer[] {
    return this.#of(conversationId).map(({ made, order }) => {
      made.flush();
      return asOfNow(made, order);
    });
  }

  /** When nothing is being made any more. */
  async idle(): Promise<void> {
    while (this.#work.size > 0) await Promise.all(this.#work);
  }

  #of(conversationId: ConversationId): readonly Running[] {
    return [...this.#running.values()].filter(({ made }) => made.conversationId === conversationId);
  }

  #track(work: Promise<void>): void {
    const tracked = work.finally(() => this.#work.delete(tracked));
    this.#work.add(tracked);
  }

  /** Never rejects. */
  async #make(running: Running): Promise<void> {
    await this.#end(running, await this.#answer(running));
    this.#running.delete(running.order.answer.id);
    // Who was stopped has ended before, and what it costs is known only now.
    await this.#tell(running);
  }

  async #answer(running: Running): Promise<TaskEnd> {
    const { made, order } = running;
    const { conversationId, messageId } = made.place;
    const origin = { feature: 'chat', conversationId, messageId } as const;
    try {
      // Nothing has been called for it yet.
      this.#publish(running, []);
      const task = { ...order.task, ...(await order.history), origin, signal: made.stop.signal };
      for await (const event of this.#deps.processor.process(task)) {
        if (event.type === 'end') return event.end;
        if (made.take(event) === 'tell_whole') await this.#tell(running);
      }
      throw new Error('a task without an end');
    } catch (error) {
      if (!(error instanceof AppError))
        raiseAlarm(this.#deps.log, 'internal_error', { err: error, answer: messageId }, 'an answer failed');
      const { code, message, details } = error instanceof AppError ? error : new AppError('internal');
      return { kind: 'failed', failure: { code, message, details } };
    }
  }

  /** The first end counts. */
  async #end(running: Running, end: TaskEnd): Promise<void> {
    const { made, order } = running;
    if (made.outcome) return;
    made.flush();
    made.outcome = { ...outcomeOf(end, this.#deps.isStopping()), endedAt: new Date() };
    await this.#store(made, made.outcome);
    this.#keeper.remove(made);
    order.release();
    await this.#tell(running);
  }

  /** Where it cannot be stored it gets no sign of life any more, and is ended by the sweep. */
  async #store(
    { place, soFar }: RunningAnswer,
    outcome: NonNullable<RunningAnswer['outcome']>,
  ): Promise<void> {
    const { parts, loweredOutputTokens } = soFar;
    for (const waitMs of [...STORE_AGAIN_AFTER_MS, undefined]) {
      try {
        return await storeEnd(this.#deps.db, place, { parts, loweredOutputTokens, ...outcome });
      } catch (error) {
        const facts = { err: error, answer: place.messageId };
        if (waitMs === undefined)
          return raiseAlarm(this.#deps.log, 'internal_error', facts, 'an answer could not be stored');
        this.#deps.log.warn(facts, 'the end of an answer could not be stored for now');
        await sleep(waitMs);
      }
    }
  }

  async #tell(running: Running): Promise<void> {
    const { mandateId, conversationId, messageId } = running.made.place;
    if (!this.feed.isRead(conversationId)) return;
    try {
      this.#publish(running, await findCallsOfMessage(this.#deps.db, mandateId, conversationId, messageId));
    } catch (error) {
      this.#deps.log.warn({ err: error, answer: messageId }, 'an answer could not be told as a whole');
    }
  }

  /** What has come while its calls were read is in it: it must not be told again. */
  #publish({ made, order }: Running, calls: readonly OriginCall[]): void {
    made.flush();
    const data = describeAnswer(asOfNow(made, order), calls);
    this.feed.publish(made.conversationId, { event: 'answer', data });
  }
}

function asOfNow({ soFar, outcome }: RunningAnswer, { answer }: AnswerOrder): Answer {
  const { parts, loweredOutputTokens } = soFar;
  return { ...answer, parts, loweredOutputTokens, ...outcome };
}
