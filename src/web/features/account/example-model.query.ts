import { queryOptions } from '@tanstack/react-query';
import { answerOf, apiIn } from '#web/lib/api/rappen-client.ts';
import { EXAMPLE_PROVIDERS, type ExampleModel } from './key-example.ts';

/** A model that chats and may be used, for an example; null: there is none. */
export const exampleModelQuery = (mandateId: string) =>
  queryOptions({
    queryKey: ['example-model', mandateId],
    queryFn: async ({ signal }): Promise<ExampleModel | null> => {
      const { models } = await answerOf(apiIn(mandateId).GET('/api/models', { signal }));
      const chatting = models.filter(({ kind }) => kind === 'chat');
      for (const provider of EXAMPLE_PROVIDERS) {
        const own = chatting.filter((model) => model.provider === provider);
        const [first] = own.toSorted((a, b) => Number(b.isDefault) - Number(a.isDefault));
        if (first) return { provider, model: first.model };
      }
      return null;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
