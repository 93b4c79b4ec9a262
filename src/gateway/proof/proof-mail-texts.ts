import type { Language } from '#kernel/language.ts';

interface ProofMailTexts {
  readonly differs: {
    readonly subject: (count: number) => string;
    readonly isFound: (proof: string, count: number) => string;
    readonly byCheck: string;
    readonly check: string;
    readonly count: string;
    readonly keep: string;
  };
  readonly failed: {
    readonly subject: string;
    readonly isUnknown: (proof: string) => string;
    readonly problem: string;
    readonly startOne: string;
  };
  readonly reason: string;
}

export const PROOF_MAIL_TEXTS: Readonly<Record<Language, ProofMailTexts>> = {
  de: {
    differs: {
      subject: (count) =>
        `Die Nachzählung hat ${count === 1 ? 'eine Abweichung' : `${count} Abweichungen`} gefunden`,
      isFound: (proof, count) =>
        `Die Nachzählung ${proof} hat im Hauptbuch ${count === 1 ? 'eine Abweichung' : `${count} Abweichungen`} gefunden.`,
      byCheck: 'Nach Prüfung',
      check: 'Prüfung',
      count: 'Anzahl',
      keep: 'Lassen Sie die Datenbank, wie sie ist: Die Zeilen sind der Beweis. Berichtigen Sie keine Zeile von Hand. Was gefunden wurde, zeigt auch npm run rappen -- verify.',
    },
    failed: {
      subject: 'Die Nachzählung war nicht möglich',
      isUnknown: (proof) =>
        `Die Nachzählung ${proof} war nicht möglich. Niemand weiss heute, ob das Hauptbuch aufgeht.`,
      problem: 'Problem',
      startOne: 'Starten Sie jetzt eine: auf der Seite «Nachweis» oder mit npm run rappen -- verify.',
    },
    reason: 'Sie erhalten diese Nachricht, weil Sie Rappen als Systemadministrator betreiben.',
  },
  en: {
    differs: {
      subject: (count) => `The recount found ${count === 1 ? 'one difference' : `${count} differences`}`,
      isFound: (proof, count) =>
        `The recount ${proof} found ${count === 1 ? 'one difference' : `${count} differences`} in the ledger.`,
      byCheck: 'By check',
      check: 'Check',
      count: 'Number',
      keep: 'Keep the database as it is: the rows are the evidence. Do not correct a row by hand. What was found is also shown by npm run rappen -- verify.',
    },
    failed: {
      subject: 'The recount could not be done',
      isUnknown: (proof) =>
        `The recount ${proof} could not be done, so nobody knows today whether the ledger adds up.`,
      problem: 'Problem',
      startOne: 'Start one now: on the page “Proof”, or with npm run rappen -- verify.',
    },
    reason: 'You get this because you run Rappen as a system administrator.',
  },
  fr: {
    differs: {
      subject: (count) => `Le recomptage a trouvé ${count === 1 ? 'une différence' : `${count} différences`}`,
      isFound: (proof, count) =>
        `Le recomptage ${proof} a trouvé ${count === 1 ? 'une différence' : `${count} différences`} dans le grand livre.`,
      byCheck: 'Par contrôle',
      check: 'Contrôle',
      count: 'Nombre',
      keep: 'Laissez la base de données telle quelle : les lignes sont la preuve. Ne corrigez aucune ligne à la main. npm run rappen -- verify montre aussi ce qui a été trouvé.',
    },
    failed: {
      subject: 'Le recomptage n’a pas pu être effectué',
      isUnknown: (proof) =>
        `Le recomptage ${proof} n’a pas pu être effectué : personne ne sait aujourd’hui si le grand livre est juste.`,
      problem: 'Problème',
      startOne: 'Lancez-en un maintenant : sur la page « Preuve » ou avec npm run rappen -- verify.',
    },
    reason: 'Vous recevez ce message parce que vous exploitez Rappen en tant qu’administrateur système.',
  },
  it: {
    differs: {
      subject: (count) =>
        `Il riconteggio ha trovato ${count === 1 ? 'una differenza' : `${count} differenze`}`,
      isFound: (proof, count) =>
        `Il riconteggio ${proof} ha trovato ${count === 1 ? 'una differenza' : `${count} differenze`} nel libro mastro.`,
      byCheck: 'Per controllo',
      check: 'Controllo',
      count: 'Numero',
      keep: 'Lasci la banca dati così com’è: le righe sono la prova. Non corregga nessuna riga a mano. Quanto trovato è mostrato anche da npm run rappen -- verify.',
    },
    failed: {
      subject: 'Il riconteggio non è stato possibile',
      isUnknown: (proof) =>
        `Il riconteggio ${proof} non è stato possibile: oggi nessuno sa se il libro mastro quadra.`,
      problem: 'Problema',
      startOne: 'Ne avvii uno adesso: nella pagina «Prova» o con npm run rappen -- verify.',
    },
    reason: 'Riceve questo messaggio perché gestisce Rappen come amministratore di sistema.',
  },
};
