import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { type Asked, type ChatPlace, estimateMessage, type Said } from '../calls/chat-calls.ts';
import { chatModelsQuery } from '../calls/chat-models.query.ts';
import { MOST_COMPARED_MODELS } from '../model/attachment-rules.ts';
import { modelKey } from '../model/chat-types.ts';
import { cheapestFirst, modelEntries } from '../model/model-entries.ts';

/** Lengths of answers that are tried, in tokens: from half a page down to a line. */
const SHORTER = [512, 256, 128, 64, 32, 16];

export type WayOn = 'shorter' | 'cheaper';

/** Looks for a way in which the balance pays for a message after all. What is found is only proposed. */
export function useWaysOn(
  place: () => Promise<ChatPlace>,
  said: Said,
  asked: Asked,
  onFound: (asked: Asked) => void,
) {
  const { mandate } = useActing();
  const models = useQuery(chatModelsQuery(mandate.id));
  const [failed, setFailed] = useState<WayOn>();
  const pays = async (tried: Asked) =>
    (await estimateMessage(await place(), said, tried)).filter(({ outcome }) => outcome !== 'refused');

  const shorter = async (): Promise<Asked | undefined> => {
    for (const maxOutputTokens of SHORTER) {
      if (maxOutputTokens >= (asked.maxOutputTokens ?? Number.POSITIVE_INFINITY)) continue;
      const tried = { ...asked, maxOutputTokens };
      if ((await pays(tried)).length === asked.models.length) return tried;
    }
    return undefined;
  };
  const cheaper = async (): Promise<Asked | undefined> => {
    const present = new Set(asked.models.map(modelKey));
    const list = models.data ?? (await models.refetch()).data;
    const cheapest = cheapestFirst(list ? modelEntries(list) : [])
      .filter(({ key }) => !present.has(key))
      .slice(0, MOST_COMPARED_MODELS)
      .map(({ provider, model }) => ({ provider, model }));
    if (cheapest.length === 0) return undefined;
    const payable = new Set((await pays({ ...asked, models: cheapest })).map(({ model }) => modelKey(model)));
    const found = cheapest.find((model) => payable.has(modelKey(model)));
    return found && { ...asked, models: [found] };
  };
  const look = useMutation({
    mutationFn: (way: WayOn) => (way === 'shorter' ? shorter() : cheaper()),
    onMutate: () => setFailed(undefined),
    onSuccess: (found, way) => (found ? onFound(found) : setFailed(way)),
  });
  return { look, failed };
}
