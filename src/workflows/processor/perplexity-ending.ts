import type {
  LanguageModelV4,
  LanguageModelV4FinishReason,
  LanguageModelV4StreamPart,
} from '@ai-sdk/provider';
import { wrapLanguageModel } from 'ai';

/**
 * Perplexity says how an answer has ended by its `status` alone; the SDK looks for OpenAI's `incomplete_details`, and takes an
 * answer that was cut short for a whole one.
 */
export function endingByStatus(model: LanguageModelV4): LanguageModelV4 {
  return wrapLanguageModel({
    model,
    middleware: {
      specificationVersion: 'v4',
      wrapGenerate: async ({ doGenerate }) => {
        const result = await doGenerate();
        const status = textAt(result.response?.body, 'status');
        return { ...result, finishReason: finishReasonOf(status, result.finishReason) };
      },
      wrapStream: async ({ params }) => {
        const result = await model.doStream({ ...params, includeRawChunks: true });
        return { ...result, stream: result.stream.pipeThrough(statusReader()) };
      },
    },
  });
}

/** Reads the provider's own events, and passes on all others. */
function statusReader() {
  let status: string | undefined;
  return new TransformStream<LanguageModelV4StreamPart, LanguageModelV4StreamPart>({
    transform(part, controller) {
      if (part.type === 'raw') status = LAST_EVENT.exec(textAt(part.rawValue, 'type') ?? '')?.[1] ?? status;
      else if (part.type === 'finish')
        controller.enqueue({ ...part, finishReason: finishReasonOf(status, part.finishReason) });
      else controller.enqueue(part);
    },
  });
}

const LAST_EVENT = /^response\.(completed|incomplete|cancelled|failed)$/;

function finishReasonOf(
  status: string | undefined,
  read: LanguageModelV4FinishReason,
): LanguageModelV4FinishReason {
  if (status === 'incomplete' && read.unified === 'stop') return { unified: 'length', raw: status };
  return status === 'cancelled' ? { unified: 'error', raw: status } : read;
}

function textAt(value: unknown, name: string): string | undefined {
  const text = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return typeof text === 'string' ? text : undefined;
}
