import { useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { useFilter } from 'react-aria-components';
import { operatorMandate } from '#web/features/me/acting-mandate.ts';
import { mandatesNamedQuery } from '#web/features/me/mandates-named.query.ts';
import { useActing } from '#web/features/me/use-acting.ts';

export interface MandateChoice {
  readonly id: string;
  readonly name: string;
  /** The operator is no member there. */
  readonly isVisit: boolean;
}

/** The mandates with this in their names: one's own, and for the operator all others, which the server searches. */
export function useMandateChoices(text: string): {
  readonly choices: readonly MandateChoice[];
  /** The server has more than are listed. */
  readonly hasMore: boolean;
} {
  const { me, mandate } = useActing();
  const { contains } = useFilter({ sensitivity: 'base' });
  const isOperator = operatorMandate(me) !== undefined;
  const searched = useDeferredValue(text.trim().slice(0, 100));
  const { data } = useQuery({ ...mandatesNamedQuery(searched), enabled: isOperator });
  const own = me.mandates.filter(({ name }) => contains(name, text.trim()));
  const others = (data?.mandates ?? []).filter(({ id, name }) => {
    return me.mandates.every((mine) => mine.id !== id) && contains(name, text.trim());
  });
  const choices = [
    ...own.map(({ id, name }) => ({ id, name, isVisit: false })),
    ...others.map(({ id, name }) => ({ id, name, isVisit: true })),
  ];
  return {
    // Where one is stands at the top, however long the list is.
    choices: choices.toSorted((a, b) => Number(b.id === mandate.id) - Number(a.id === mandate.id)),
    hasMore: data?.nextCursor !== undefined,
  };
}
