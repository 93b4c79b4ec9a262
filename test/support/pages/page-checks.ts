import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from 'vitest';

const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** No violation of WCAG 2.2 AA, in the state in which the page is. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(STANDARDS).analyze();
  const readable = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}\n  ${html.slice(0, 200)}\n  ${failureSummary}`),
  );
  if (readable.length > 0) throw new Error(`${page.url()}: not accessible\n${readable.join('\n')}`);
}

/** Nothing sticks out at the right: the page as a whole is never moved sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const out = await page.evaluate(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const isCut = (element: Element): boolean => {
      for (let at = element.parentElement; at; at = at.parentElement)
        if (getComputedStyle(at).overflowX !== 'visible') return true;
      return false;
    };
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > root.clientWidth + 0.5 && !isCut(element))
      .slice(0, 5)
      .map((element) => element.outerHTML.slice(0, 160));
  });
  if (out.length > 0)
    throw new Error(`${page.url()}: sticks out at ${page.viewportSize()?.width} px\n${out.join('\n')}`);
}

/** Counts from the page's beginning; call it before `goto`. */
export async function watchLayoutShift(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const state = { windows: 0, session: 0, first: 0, last: 0 };
    Object.assign(globalThis, { layoutShift: state });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
      })[]) {
        if (entry.hadRecentInput) continue;
        const isNew = entry.startTime - state.last > 1_000 || entry.startTime - state.first > 5_000;
        state.session = isNew ? entry.value : state.session + entry.value;
        if (isNew) state.first = entry.startTime;
        state.last = entry.startTime;
        state.windows = Math.max(state.windows, state.session);
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

/** The cumulative layout shift, as browsers define it: the worst window of at most five seconds. */
export function layoutShift(page: Page): Promise<number> {
  return page.evaluate(
    () => (globalThis as unknown as { layoutShift: { windows: number } }).layoutShift.windows,
  );
}

/** Goes through the page by Tab, at most `most` stops: each is visible and shows that it has the focus. */
export async function tabThrough(page: Page, most = 200): Promise<readonly string[]> {
  const stops: string[] = [];
  for (let stop = 0; stop < most; stop++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return undefined;
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      const isMarked = style.outlineStyle !== 'none' || style.boxShadow !== 'none';
      const name = element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 60) ?? '';
      return {
        name: `${element.tagName.toLowerCase()} ${name}`,
        isMarked,
        isSeen: box.width > 0 && box.height > 0,
      };
    });
    if (!at) return stops;
    expect(at.isMarked, `${page.url()}: no focus ring on ${at.name}`).toBe(true);
    expect(at.isSeen, `${page.url()}: the focus is on nothing: ${at.name}`).toBe(true);
    stops.push(at.name);
  }
  return stops;
}
