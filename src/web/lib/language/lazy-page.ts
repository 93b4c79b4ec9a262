import { lazyRouteComponent } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { loadOtherTexts } from './page-language.ts';

/** A page that is loaded when somebody goes to it, with the texts that the overview does not need. */
export function lazyPage<Name extends string>(
  load: () => Promise<Readonly<Record<Name, ComponentType>>>,
  name: Name,
): ReturnType<typeof lazyRouteComponent> {
  return lazyRouteComponent(async () => {
    const [page] = await Promise.all([load(), loadOtherTexts()]);
    return { [name]: page[name] };
  }, name);
}
