import type { ModelChoice } from '#workflows/processor/ai-task.ts';

/** What somebody of a sample mandate has asked in the chat. */
export interface SampleTalk {
  readonly email: string;
  /** What he says, one after the other; each is answered before the next. */
  readonly asks: readonly string[];
  /** Several: side by side. */
  readonly models: readonly ModelChoice[];
}

/** An automation of a sample mandate; see `AutomationDefinition`. */
export interface SampleAutomation {
  readonly email: string;
  readonly name: string;
  readonly prompt: string;
  readonly systemPrompt: string;
  /** The prompt's one variable, and what it is given in each run. */
  readonly variable: { readonly name: string; readonly label: string };
  readonly inputs: readonly string[];
  readonly trigger: { readonly kind: 'schedule'; readonly cron: string } | { readonly kind: 'webhook' };
  /** In the order of fall-back. */
  readonly models: readonly ModelChoice[];
  readonly atLimit: 'stop' | 'cheaper_model' | 'ask';
  /** In francs. */
  readonly runLimit: bigint;
  readonly monthLimit: bigint;
}

const SONNET = { provider: 'anthropic', model: 'claude-sonnet-5-5' } as const;
const HAIKU = { provider: 'anthropic', model: 'claude-haiku-5-5' } as const;
const SOL = { provider: 'openai', model: 'gpt-6.2-sol' } as const;
const LUNA = { provider: 'openai', model: 'gpt-6-luna' } as const;

export const SAMPLE_TALKS: readonly SampleTalk[] = [
  {
    email: 'regula.aeschlimann@lindenhof.example',
    asks: [
      'Schreibe drei Quizfragen über den Gotthard für die Mittelstufe, mit Lösungen.',
      'Etwas leichter, und eine vierte Frage über die Eisenbahn.',
    ],
    models: [SONNET],
  },
  {
    email: 'regula.aeschlimann@lindenhof.example',
    asks: ['Erkläre in drei Sätzen, was eine Sekunde ist. Für Kinder von zehn Jahren.'],
    models: [SONNET, SOL],
  },
  {
    email: 'amelie.jeanneret@brisebois.example',
    asks: [
      'Rédige une courte description d’un banc en chêne massif pour notre catalogue.',
      'Plus sobre, sans adjectifs inutiles.',
    ],
    models: [SONNET],
  },
  {
    email: 'elena.bernasconi@valrossa.example',
    asks: ['Riassumi in una tabella le differenze fra le clausole Incoterms DAP e DDP.'],
    models: [SOL],
  },
];

export const SAMPLE_AUTOMATIONS: readonly SampleAutomation[] = [
  {
    email: 'regula.aeschlimann@lindenhof.example',
    name: 'Rückmeldungen der Schulen',
    prompt:
      'Fasse diese Rückmeldungen in fünf Punkten zusammen, die dringendsten zuerst:\n\n{{rueckmeldungen}}',
    systemPrompt: 'Du arbeitest in der Redaktion eines Schulbuchverlags. Schreibe knapp und sachlich.',
    variable: { name: 'rueckmeldungen', label: 'Rückmeldungen der Woche' },
    inputs: [
      'Seite 42: Die Lösung passt nicht zur Aufgabe.\nKapitel 3 ist für die 5. Klasse zu lang.',
      'Das Hörbeispiel zu Lektion 7 fehlt.\nMehr Aufgaben zum Thema Masse, bitte.',
    ],
    trigger: { kind: 'schedule', cron: '0 7 * * 1' },
    models: [SONNET, SOL, HAIKU],
    atLimit: 'cheaper_model',
    runLimit: 1n,
    monthLimit: 20n,
  },
  {
    email: 'amelie.jeanneret@brisebois.example',
    name: 'Demandes reçues par le site',
    prompt:
      'Classe cette demande (devis, livraison, réparation, autre) et propose une réponse :\n\n{{demande}}',
    systemPrompt: 'Tu réponds pour une menuiserie. Reste poli et bref.',
    variable: { name: 'demande', label: 'Demande' },
    inputs: ['Bonjour, combien coûterait une table de 2,40 m en noyer, livrée à Fribourg ?'],
    trigger: { kind: 'webhook' },
    models: [HAIKU, LUNA],
    atLimit: 'stop',
    runLimit: 1n,
    monthLimit: 10n,
  },
  {
    email: 'elena.bernasconi@valrossa.example',
    name: 'Avvisi per i clienti',
    prompt: 'Scrivi un avviso breve per i clienti su questo ritardo:\n\n{{ritardo}}',
    systemPrompt: 'Scrivi per un’impresa di trasporti. Niente promesse che non si possono mantenere.',
    variable: { name: 'ritardo', label: 'Ritardo' },
    inputs: ['Chiusura del San Gottardo fra le 22 e le 5: i carichi per Basilea arrivano un giorno dopo.'],
    trigger: { kind: 'schedule', cron: '30 6 * * 1-5' },
    models: [LUNA, SOL],
    atLimit: 'ask',
    runLimit: 1n,
    monthLimit: 15n,
  },
];
