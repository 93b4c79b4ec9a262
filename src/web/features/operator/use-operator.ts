import { operatorMandate } from '#web/features/me/acting-mandate.ts';
import { useMe } from '#web/features/me/use-me.ts';

/**
 * Who looks at pages that belong to no single mandate. What he may do there comes from his membership of the operator's
 * mandate, in whichever mandate he is just looking around; the server decides in the same way.
 */
export function useOperator(): {
  readonly isOperator: boolean;
  readonly may: (resource: string) => boolean;
} {
  const operator = operatorMandate(useMe());
  return {
    isOperator: operator !== undefined,
    may: (resource) => operator?.abilities.includes(resource) ?? false,
  };
}
