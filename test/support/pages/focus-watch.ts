interface FocusWatch {
  /** Where the focus is now, if it is in the page, and whether the place that it has left looked different with it. */
  step(): {
    readonly stop: { readonly name: string; readonly isSeen: boolean } | undefined;
    readonly left: { readonly name: string; readonly isMarked: boolean } | undefined;
  };
}

declare global {
  interface Window {
    focusWatch: FocusWatch;
  }
}

/** Runs in the page: from then on `focusWatch.step()` compares how a place looks with the focus and without. */
export function watchFocus(): void {
  let last: { element: Element; name: string; look: string } | undefined;
  window.focusWatch = {
    step() {
      for (const animation of document.getAnimations())
        if (animation instanceof CSSTransition) animation.finish();
      const before = last;
      const left = before?.element.isConnected
        ? { name: before.name, isMarked: lookOf(before.element) !== before.look }
        : undefined;
      const element = document.activeElement ?? document.body;
      if (element === document.body) return { stop: undefined, left };
      last = { element, name: nameOf(element), look: lookOf(element) };
      return { stop: { name: last.name, isSeen: isSeen(element) }, left };
    },
  };

  /** What may be a ring: at the element, at what holds it, and at the drawn part of a control that itself is hidden. */
  function lookOf(element: Element): string {
    const holders = [element, element.parentElement, element.parentElement?.parentElement];
    const drawn = element.closest('label')?.querySelectorAll('*') ?? [];
    const places = [...new Set([...holders, ...drawn])].filter(
      (place) => place !== null && place !== undefined,
    );
    return places
      .flatMap((place) =>
        [undefined, '::before', '::after'].map((part) => ringOf(getComputedStyle(place, part))),
      )
      .join('|');
  }

  function ringOf(style: CSSStyleDeclaration): string {
    const isDrawn = style.outlineStyle !== 'none' && !/transparent|[,/] ?0\)$/.test(style.outlineColor);
    const outline = isDrawn ? `${style.outlineStyle} ${style.outlineWidth} ${style.outlineColor}` : '';
    return `${outline};${style.boxShadow};${style.borderColor};${style.borderWidth}`;
  }

  /** The middle of what is in the window of it belongs to it. */
  function isSeen(element: Element): boolean {
    const place = element.closest('label') ?? element;
    const { left, right, top, bottom } = place.getBoundingClientRect();
    const x = (Math.max(left, 0) + Math.min(right, innerWidth)) / 2;
    const y = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
    const shown = document.elementFromPoint(x, y);
    return right > left && bottom > top && shown !== null && (place.contains(shown) || shown.contains(place));
  }

  function nameOf(element: Element): string {
    const label = element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 60) ?? '';
    return `${element.tagName.toLowerCase()} ${label}`.trim();
  }
}
