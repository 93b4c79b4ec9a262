import { html } from '#kernel/html.ts';

/** The colours of the pages (src/web/styles.css), by their purpose. */
const LIGHT = {
  page: '#f7f7f5',
  surface: '#ffffff',
  sunken: '#f0f0ed',
  line: '#e2e2dd',
  ink: '#17191c',
  muted: '#585d65',
  accent: '#0b6b83',
  onAccent: '#ffffff',
  warn: '#8a5200',
  warnSoft: '#fdf0d9',
};
const DARK: typeof LIGHT = {
  page: '#101214',
  surface: '#181b1e',
  sunken: '#0c0e0f',
  line: '#2c3136',
  ink: '#eceef0',
  muted: '#a4acb4',
  accent: '#52bdd8',
  onAccent: '#06222a',
  warn: '#f0b357',
  warnSoft: '#362609',
};

const FONT = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const TEXT = `font-family:${FONT};color:${LIGHT.ink};`;
/** Where names and addresses of people stand: one long word must not make the mail wider than a phone. */
const NAMES = `${TEXT}word-break:break-word;overflow-wrap:anywhere;`;

/**
 * Styles stand at each element, since old programs know no others; light is what they show. The classes are for the dark
 * colours alone, where a program has them.
 */
export const STYLE = {
  page: `margin:0;padding:0;background-color:${LIGHT.page};`,
  card: `background-color:${LIGHT.surface};border:1px solid ${LIGHT.line};border-radius:12px;`,
  operator: `${NAMES}color:${LIGHT.muted};font-size:14px;line-height:20px;font-weight:600;`,
  title: `${NAMES}margin:0;font-size:24px;line-height:31px;font-weight:700;`,
  heading: `${NAMES}margin:0;font-size:17px;line-height:24px;font-weight:700;`,
  text: `${NAMES}margin:0;font-size:16px;line-height:25px;`,
  small: `${NAMES}margin:0;color:${LIGHT.muted};font-size:13px;line-height:19px;`,
  smallLink: `color:${LIGHT.muted};text-decoration:underline;`,
  button: `background-color:${LIGHT.accent};border-radius:8px;`,
  buttonLink: `display:inline-block;padding:13px 22px;font-family:${FONT};font-size:16px;line-height:22px;font-weight:600;color:${LIGHT.onAccent};text-decoration:none;border-radius:8px;`,
  address: `${TEXT}margin:10px 0 0;color:${LIGHT.muted};font-size:13px;line-height:19px;word-break:break-all;`,
  note: `${NAMES}padding:14px 16px;font-size:15px;line-height:23px;background-color:${LIGHT.sunken};border-radius:8px;`,
  warn: `${NAMES}padding:14px 16px;font-size:15px;line-height:23px;color:${LIGHT.warn};background-color:${LIGHT.warnSoft};border-radius:8px;`,
  caption: `${NAMES}padding:0 0 8px;font-size:14px;line-height:20px;font-weight:600;text-align:left;`,
  columnTitle: `${TEXT}padding:8px 0;color:${LIGHT.muted};font-size:13px;line-height:18px;font-weight:600;border-bottom:1px solid ${LIGHT.line};vertical-align:bottom;`,
  cell: `${NAMES}padding:8px 0;font-size:15px;line-height:21px;font-weight:400;border-bottom:1px solid ${LIGHT.line};vertical-align:top;`,
  total: `${NAMES}padding:9px 0;font-size:15px;line-height:21px;font-weight:700;vertical-align:top;`,
  label: `${TEXT}padding:7px 16px 7px 0;color:${LIGHT.muted};font-size:15px;line-height:21px;font-weight:400;border-bottom:1px solid ${LIGHT.line};vertical-align:top;`,
  value: `${NAMES}padding:7px 0;font-size:15px;line-height:21px;font-weight:600;border-bottom:1px solid ${LIGHT.line};vertical-align:top;text-align:right;`,
  picture: 'display:block;width:100%;height:auto;border:0;border-radius:8px;',
  preheader:
    'display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;mso-hide:all;font-size:1px;line-height:1px;',
} as const;

/** Where the dark colours begin; a preview shows them, or the light ones, whatever its reader's machine prefers. */
export const DARK_CONDITION = '@media (prefers-color-scheme: dark)';

export const ROOT_SCHEME = ':root{color-scheme:light dark;supported-color-schemes:light dark}';

/** Of the head: what an attribute cannot say. */
export const HEAD_STYLE = html`<style>
${ROOT_SCHEME}
@media (max-width:480px){.rp-pad{padding:24px 20px !important}}
${DARK_CONDITION}{
.rp-page{background-color:${DARK.page} !important}
.rp-card{background-color:${DARK.surface} !important;border-color:${DARK.line} !important}
.rp-ink{color:${DARK.ink} !important;border-color:${DARK.line} !important}
.rp-muted{color:${DARK.muted} !important;border-color:${DARK.line} !important}
.rp-button{background-color:${DARK.accent} !important}
.rp-button a{color:${DARK.onAccent} !important}
.rp-note{color:${DARK.ink} !important;background-color:${DARK.sunken} !important}
.rp-warn{color:${DARK.warn} !important;background-color:${DARK.warnSoft} !important}
}
</style>`;
