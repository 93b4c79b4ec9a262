import { isJsonObject } from '../../field-rules.ts';
import type { Quantities } from '../../meters.ts';
import type { JsonObject, UsagePart } from '../../provider.ts';
import { CountReader, quantitiesOf } from '../../quantities.ts';

/**
 * The usage of one answer, gathered over the events of a stream: they are cumulative, so field by field the latest
 * value counts and nothing is added up (https://platform.claude.com/docs/en/build-with-claude/streaming).
 */
export class AnthropicUsage {
  readonly #counts = new CountReader();
  #fields: Record<string, unknown> = {};

  /** Absurd once is absurd for good: a later, better value does not make a provider's nonsense trustworthy. */
  get absurd(): boolean {
    return this.#counts.absurd;
  }

  overwrite(usage: unknown): void {
    if (!isJsonObject(usage)) return;
    for (const [name, value] of Object.entries(usage)) {
      if (value !== null) this.#fields[name] = value;
    }
    // Read at once, so that an absurd value is noticed even if the next event corrects it.
    this.#tokens(usage);
  }

  /** What is billed. `model` is the answer's; iterations may name their own. */
  parts(model: string | undefined): UsagePart[] {
    const tier = this.#tier();
    const steps = this.#billedSteps();
    const parts = steps.map((step) => ({
      model: typeof step.model === 'string' ? step.model : model,
      ...(tier === undefined ? {} : { tier }),
      quantities: this.#tokens(step),
    }));
    const searches = this.#counts.countIn(this.#fields.server_tool_use, 'web_search_requests') ?? 0;
    if (searches === 0) return parts;
    // The fee belongs to the call, not to a step of it: it goes to the last part.
    const last = parts.pop() ?? { model, ...(tier === undefined ? {} : { tier }), quantities: {} };
    return [...parts, { ...last, quantities: { ...last.quantities, web_searches: searches } }];
  }

  /** The input side, known from the start of a stream. */
  input(): Quantities | undefined {
    if (Object.keys(this.#fields).length === 0) return undefined;
    return this.#tokens({ ...this.#fields, output_tokens: 0 });
  }

  /**
   * Iterations, where present, are what is billed: the top level leaves out compactions and steps of other models.
   * One without output was declined before it generated anything, and costs nothing.
   */
  #billedSteps(): JsonObject[] {
    const iterations = this.#fields.iterations;
    if (!Array.isArray(iterations) || iterations.length === 0) return [this.#fields];
    const steps = iterations.filter(isJsonObject);
    if (steps.length < iterations.length) this.#counts.absurd = true;
    return steps.filter((step) => this.#counts.count(step.output_tokens) !== 0);
  }

  /** `speed: fast` has its own price; the service tier `standard` has none. */
  #tier(): string | undefined {
    if (this.#fields.speed === 'fast') return 'fast';
    const tier = this.#fields.service_tier;
    return typeof tier === 'string' && tier !== 'standard' ? tier : undefined;
  }

  /** `input_tokens` excludes the cache. Of the cache writes, what the 5 m / 1 h split does not cover is 5 m. */
  #tokens(usage: JsonObject): Quantities {
    const counts = this.#counts;
    const fiveMinutes = counts.countIn(usage.cache_creation, 'ephemeral_5m_input_tokens') ?? 0;
    const oneHour = counts.countIn(usage.cache_creation, 'ephemeral_1h_input_tokens') ?? 0;
    const written = counts.count(usage.cache_creation_input_tokens) ?? fiveMinutes + oneHour;
    // A later total may also be below an earlier split, which is then out of date.
    const writtenForOneHour = Math.min(oneHour, written);
    return quantitiesOf({
      input_tokens: counts.count(usage.input_tokens) ?? 0,
      cached_input_tokens: counts.count(usage.cache_read_input_tokens) ?? 0,
      cache_write_5m_tokens: written - writtenForOneHour,
      cache_write_1h_tokens: writtenForOneHour,
      output_tokens: counts.count(usage.output_tokens) ?? 0,
    });
  }
}
