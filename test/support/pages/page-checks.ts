import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { watchFocus } from './focus-watch.ts';

const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** The only rules whose outcome depends on the theme. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/** No violation of WCAG 2.2 AA, in the state in which the page is. */
export function expectAccessible(page: Page): Promise<void> {
  return expectNoViolation(page, (axe) => axe.withTags(STANDARDS));
}

/** The part of it that may differ where only the theme does. */
export function expectReadableColours(page: Page): Promise<void> {
  return expectNoViolation(page, (axe) => axe.withRules(COLOUR_RULES));
}

/**
 * Takes half the time that it would: for frames another mode opens a page more, and nobody reads what each rule has
 * passed. The only frames of our pages are mails, which hear nothing of what a page tells them.
 */
async function expectNoViolation(page: Page, restrict: (axe: AxeBuilder) => AxeBuilder): Promise<void> {
  const everything = new AxeBuilder({ page })
    .setLegacyMode(true)
    .options({ resultTypes: ['violations'], iframes: false });
  // React Aria says by reference that a button waits; where the button is gone by now, so is the name, until that is cleared.
  const axe = restrict(everything.exclude('[data-live-announcer]'));
  const { violations } = await axe.analyze();
  const readable = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ html, target, failureSummary }) =>
        `${id}: ${help}\n  at ${target.join(' ')}\n  ${html.slice(0, 200)}\n  ${failureSummary?.replaceAll('\n', '\n  ')}`,
    ),
  );
  if (readable.length > 0) throw new Error(`${page.url()}: not accessible\n${readable.join('\n')}`);
}

/** Makes all checks, one after the other, and tells all that they find. */
export async function expectAll(...checks: readonly (() => Promise<unknown>)[]): Promise<void> {
  const found: string[] = [];
  for (const check of checks)
    await check().catch((error: unknown) =>
      found.push(error instanceof Error ? error.message : String(error)),
    );
  if (found.length > 0) throw new Error(found.join('\n\n'));
}

/** Nothing sticks out at the right: the page as a whole is never moved sideways. Use it at 320 px. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const { excess, elements } = await page.evaluate(() => {
    const root = document.documentElement;
    const isCut = (element: Element): boolean => {
      for (let at = element.parentElement; at && at !== document.body; at = at.parentElement)
        if (getComputedStyle(at).overflowX !== 'visible') return true;
      return false;
    };
    const sticksOut = (element: Element) =>
      element.getBoundingClientRect().right > innerWidth + 0.5 && !isCut(element);
    return {
      excess: root.scrollWidth - innerWidth,
      elements: [...document.querySelectorAll('body *')]
        .filter(sticksOut)
        .slice(0, 5)
        .map((element) => element.outerHTML.slice(0, 160)),
    };
  });
  if (excess <= 0) return;
  const named =
    elements.length > 0 ? elements.join('\n') : 'no element alone: a margin, or what is drawn beside one';
  throw new Error(`${page.url()}: ${excess} px too wide for ${page.viewportSize()?.width} px\n${named}`);
}

/** Counts from the page's beginning; call it before `goto`. */
export async function watchLayoutShift(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const state = { worst: 0, session: 0, first: 0, last: 0, moved: [] as string[] };
    Object.assign(globalThis, { layoutShift: state });
    interface Shift extends PerformanceEntry {
      readonly value: number;
      readonly hadRecentInput: boolean;
      readonly sources: readonly { readonly node: Element | null }[];
    }
    new PerformanceObserver((list) => {
      for (const { value, hadRecentInput, startTime, sources } of list.getEntries() as Shift[]) {
        if (hadRecentInput) continue;
        const isNew = startTime - state.last > 1_000 || startTime - state.first > 5_000;
        state.session = isNew ? value : state.session + value;
        if (isNew) state.first = startTime;
        state.last = startTime;
        state.worst = Math.max(state.worst, state.session);
        state.moved.push(
          ...sources.flatMap(({ node }) => (node instanceof Element ? [node.outerHTML.slice(0, 120)] : [])),
        );
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

interface WatchedShift {
  readonly layoutShift: { readonly worst: number; readonly moved: readonly string[] };
}

/** The cumulative layout shift, as browsers define it: the worst window of at most five seconds. */
export function layoutShift(page: Page): Promise<number> {
  return page.evaluate(() => (globalThis as unknown as WatchedShift).layoutShift.worst);
}

/** Names what moved. */
export async function expectLayoutShiftBelow(page: Page, most: number): Promise<void> {
  const { worst, moved } = await page.evaluate(() => (globalThis as unknown as WatchedShift).layoutShift);
  if (worst >= most)
    throw new Error(
      `${page.url()}: layout shift ${worst.toFixed(4)}, allowed is less than ${most}\n${moved.join('\n')}`,
    );
}

/**
 * Goes through the page by Tab, from its beginning to its end: each stop is seen, hidden by nothing, and something is
 * drawn at it that is not drawn there otherwise. Answers with the stops' names, in order. Throws on a fault, and if the
 * end is not reached after `most` stops: a trap.
 */
export async function tabThrough(page: Page, most = 200): Promise<readonly string[]> {
  const stops: string[] = [];
  const faults: string[] = [];
  await page.evaluate(watchFocus);
  for (;;) {
    await page.keyboard.press('Tab');
    const { stop, left } = await page.evaluate(() => window.focusWatch.step());
    if (left && !left.isMarked) faults.push(`no focus ring on ${left.name}`);
    if (!stop) break;
    if (!stop.isSeen) faults.push(`the focus is on nothing that is seen: ${stop.name}`);
    if (stops.length === most)
      throw new Error(
        `${page.url()}: no end after ${most} stops, the last are\n${stops.slice(-6).join('\n')}`,
      );
    stops.push(stop.name);
  }
  if (faults.length > 0) throw new Error(`${page.url()}\n${faults.join('\n')}`);
  return stops;
}

/** Six letters of a hash: what Lingui shows where it has no text. */
const MESSAGE_ID = '^(?=.*[a-z])(?=.*(?:[0-9+/]|.[A-Z]))[A-Za-z0-9+/]{6}$';
/** Look like one, and are names. */
const NAMES = ['OpenAI'];

/** Every text that a person reads or hears is in words: none is the id of a missing message. */
export async function expectNoMessageIds(page: Page): Promise<void> {
  const found = await page.evaluate(
    ({ pattern, names }) => {
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const seen: string[] = [document.title];
      while (texts.nextNode())
        if (!texts.currentNode.parentElement?.closest('code, script, style'))
          seen.push(texts.currentNode.textContent ?? '');
      for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]'))
        for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
          seen.push(element.getAttribute(name) ?? '');
      const id = new RegExp(pattern);
      return seen.map((text) => text.trim()).filter((text) => id.test(text) && !names.includes(text));
    },
    { pattern: MESSAGE_ID, names: NAMES },
  );
  if (found.length > 0) throw new Error(`${page.url()}: texts that look like ids: ${found.join(' ')}`);
}
