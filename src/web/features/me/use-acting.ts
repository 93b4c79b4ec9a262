import { useRouteContext } from '@tanstack/react-router';
import type { ActingMandate } from './acting-mandate.ts';
import type { Me } from './me.query.ts';

interface Acting {
  readonly me: Me;
  readonly mandate: ActingMandate;
  /** `may('resource.billing.settings')`: as the server said for this mandate; it is what refuses in the end. */
  readonly may: (resource: string) => boolean;
}

/** Who looks at the page, in which mandate. Only below the shell, which shows no page without a mandate. */
export function useActing(): Acting {
  const { me, mandate } = useRouteContext({ from: '/shell' });
  if (!mandate) throw new Error('a page below the shell without a mandate');
  return { me, mandate, may: (resource) => mandate.abilities.includes(resource) };
}
