/** A page that has each fault that the checks are there to find: `/billing?fault=<name>`; without one it has none. */
export const FAULTY_PAGE = `<!doctype html>
<html lang="en">
<head><title>Faults</title><link rel="icon" href="data:,"></head>
<body><main><h1>Faults</h1><div id="late"></div><button id="plain">Plain</button><p>What stands below moves.</p></main>
<script nonce="__NONCE__">
  const main = document.querySelector('main');
  const plain = document.getElementById('plain');
  const add = (html) => {
    main.insertAdjacentHTML('beforeend', html);
    return main.lastElementChild;
  };
  const faults = {
    contrast: () => (add('<p id="pale">pale</p>').style.color = '#ccc'),
    wide: () => (add('<p id="wide">wide</p>').style.width = '2000px'),
    margin: () => (add('<p>far</p>').style.marginRight = '-100px'),
    ring: () => (plain.style.outline = '2px solid transparent'),
    covered: () => Object.assign(add('<div></div>').style, { position: 'fixed', inset: '0' }),
    trap: () =>
      document.addEventListener('keydown', (event) => {
        if (event.key !== 'Tab') return;
        event.preventDefault();
        plain.focus();
      }),
    id: () => add('<p>X8fG2k</p><p>OpenAI</p><p>Status</p>'),
    label: () => add('<button aria-label="pL0/aQ">?</button>'),
    shift: () => setTimeout(() => (document.getElementById('late').style.height = '600px'), 300),
    thrown: () => setTimeout(() => { throw new Error('a fault of the page'); }),
    promise: () => void Promise.reject(new Error('nobody catches this')),
    policy: () => add('<img src="http://127.0.0.1:9/x.png" alt="">'),
    style: () => add('<p style="color: red">red</p>'),
    refused: () => void fetch('/api/me'),
    away: () => void fetch('/nowhere'),
  };
  faults[new URLSearchParams(location.search).get('fault')]?.();
</script></body></html>`;
