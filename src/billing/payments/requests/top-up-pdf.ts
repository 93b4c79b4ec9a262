import PDFDocument from 'pdfkit';
import { SwissQRBill } from 'swissqrbill/pdf';
import type { Language } from '#kernel/language.ts';
import { amountText, moneyText } from '#kernel/money-text.ts';
import { printableText } from './printable-text.ts';
import { DUE_DAYS, qrBillOf } from './qr-bill.ts';
import { percentOf, type TopUpFigures } from './top-up-figures.ts';
import type { TopUpRequest } from './top-up-request.store.ts';
import { TOP_UP_TEXTS } from './top-up-texts.ts';

type Doc = InstanceType<typeof PDFDocument>;
type Printed = Pick<TopUpRequest, 'number' | 'language' | 'figures' | 'requestedAt'>;

const MM = 72 / 25.4;
const LEFT = 20 * MM;
const RIGHT = 190 * MM;
/** Where the window of the envelope is: on the right, as in Switzerland. */
const WINDOW = { x: 118 * MM, y: 52 * MM };
const SMALL = 9;
const INK = '#1a1d23';
const SOFT = '#5b6270';

/** The request as a letter on A4 with the QR-bill at its foot. It follows from the figures alone: the same again has the same bytes. */
export function topUpPdf(request: Printed): Promise<Buffer> {
  const texts = TOP_UP_TEXTS[request.language];
  const { figures, number, language } = request;
  return draw(request, texts.title, (doc) => {
    drawLetter(doc, request, texts.title, [
      [texts.date, dayText(figures.day)],
      ...figuresLines(figures, language, texts.total),
    ]);
    paragraph(doc, texts.payUntil(dayText(dayAfter(figures.day, DUE_DAYS))));
    paragraph(doc, texts.howToPay);
    if (figures.vat === null) paragraph(doc, texts.withoutVat);
    const code = language.toUpperCase() as Uppercase<Language>;
    new SwissQRBill(qrBillOf(figures, number), { language: code, scissors: true }).attachTo(doc);
  });
}

/** What somebody gets who has paid: without VAT for open credit. */
export function receiptPdf(request: Printed & Pick<TopUpRequest, 'paidOn'>): Promise<Buffer> {
  const texts = TOP_UP_TEXTS[request.language];
  const { figures, language, paidOn } = request;
  return draw(request, texts.receiptTitle, (doc) => {
    drawLetter(doc, request, texts.receiptTitle, [
      [texts.date, dayText(figures.day)],
      ...(paidOn === undefined ? [] : [[texts.paidOn, dayText(paidOn)] as const]),
      ...figuresLines(figures, language, texts.paid),
    ]);
    paragraph(doc, texts.thanks);
    if (figures.vat === null) paragraph(doc, texts.withoutVat);
  });
}

function draw(request: Printed, title: string, content: (doc: Doc) => void): Promise<Buffer> {
  const { number, language, figures, requestedAt } = request;
  const doc = new PDFDocument({
    size: 'A4',
    margin: 0,
    lang: language,
    displayTitle: true,
    info: {
      Title: `${title} ${number}`,
      Author: figures.issuer.company,
      CreationDate: requestedAt,
      ModDate: requestedAt,
    },
  });
  const pieces: Buffer[] = [];
  return new Promise((resolve, reject) => {
    doc.on('data', (piece: Buffer) => pieces.push(piece));
    doc.on('end', () => resolve(Buffer.concat(pieces)));
    doc.on('error', reject);
    content(doc);
    doc.end();
  });
}

type Line = readonly [label: string, value: string];

function figuresLines(
  { amount, vat, payable }: TopUpFigures,
  language: Language,
  total: string,
): readonly Line[] {
  const texts = TOP_UP_TEXTS[language];
  const two = { decimals: 2 };
  const vatLines: readonly Line[] =
    vat === null ? [] : [[texts.vat(percentOf(vat.ratePpm)), amountText(BigInt(vat.amount), two)]];
  return [
    [texts.credit, amountText(BigInt(amount), two)],
    ...vatLines,
    [total, moneyText(BigInt(payable), two)],
  ];
}

function drawLetter(doc: Doc, { figures, number }: Printed, title: string, lines: readonly Line[]): void {
  const { issuer, recipient } = figures;
  doc
    .fillColor(INK)
    .font('Helvetica-Bold')
    .fontSize(13)
    .text(issuer.company, LEFT, 18 * MM);
  const contact = [issuer.email, issuer.phone, issuer.website].filter((text) => text !== null).join(' · ');
  const uid =
    issuer.uid === null ? '' : `${issuer.uid}${issuer.vatSuffix === null ? '' : ` ${issuer.vatSuffix}`}`;
  const head = [...addressLines(issuer, issuer.country).slice(1), contact, uid].filter((line) => line !== '');
  doc
    .font('Helvetica')
    .fontSize(SMALL)
    .fillColor(SOFT)
    .text(head.join('\n'), LEFT, 25 * MM, { lineGap: 1.5 });
  doc
    .fillColor(INK)
    .fontSize(10.5)
    .text(addressLines(recipient, issuer.country).join('\n'), WINDOW.x, WINDOW.y, { lineGap: 2 });
  doc
    .font('Helvetica-Bold')
    .fontSize(15)
    .text(`${title} ${number}`, LEFT, 92 * MM);
  drawLines(doc, lines, 104 * MM);
}

function addressLines(
  party: TopUpFigures['recipient'] | TopUpFigures['issuer'],
  homeCountry: string,
): readonly string[] {
  const { company, street, houseNumber, postcode, town, country } = party;
  const contact = 'contact' in party ? party.contact : null;
  const place = `${country === homeCountry ? '' : `${country}-`}${postcode} ${town}`;
  const road = [street, houseNumber].filter((text) => text !== null).join(' ');
  return [company, contact ?? '', road, place].filter((line) => line !== '').map(printableText);
}

/** A line for each, the last one as their sum. */
function drawLines(doc: Doc, lines: readonly Line[], top: number): void {
  let y = top;
  for (const [index, [label, value]] of lines.entries()) {
    const isTotal = index === lines.length - 1;
    if (isTotal)
      doc
        .moveTo(LEFT, y - 1.5)
        .lineTo(RIGHT, y - 1.5)
        .lineWidth(0.7)
        .strokeColor(INK)
        .stroke();
    doc
      .font(isTotal ? 'Helvetica-Bold' : 'Helvetica')
      .fontSize(10.5)
      .fillColor(INK);
    doc.text(label, LEFT, y + 3, { continued: false });
    doc.text(value, LEFT, y + 3, { width: RIGHT - LEFT, align: 'right' });
    y += 18;
  }
  doc.y = y + 10;
}

function paragraph(doc: Doc, text: string): void {
  doc.font('Helvetica').fontSize(10).fillColor(INK);
  doc.text(text, LEFT, doc.y + 4, { width: RIGHT - LEFT, lineGap: 2 });
}

/** `27.11.2026` */
export function dayText(day: string): string {
  return day.split('-').toReversed().join('.');
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
