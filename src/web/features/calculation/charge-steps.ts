import { addDecimals, decimal, formatDecimal, multiplyDecimals, roundDecimal } from '#kernel/decimal.ts';
import { formatChf } from '#kernel/money.ts';

const NANO_DIGITS = 9;

/** From the cost in dollars to the charge, with every digit, so that anybody can follow it. */
export interface ChargeSteps {
  /** `1.5` for a markup of 50 %. */
  readonly factor: string;
  /** costUsd x factor. */
  readonly usdWithMarkup: string;
  /** usdWithMarkup x chfPerUsd, before it is rounded. */
  readonly exactChf: string;
  /** exactChf to nine decimals, halves up: what the API calls chargeChf. */
  readonly roundedChf: string;
  readonly isRounded: boolean;
}

/** Reckons again what the server charged; exact, as the server does it. All arguments are decimal texts of the API. */
export function chargeSteps(costUsd: string, markupPercent: string, chfPerUsd: string): ChargeSteps {
  const percent = decimal(markupPercent);
  const factor = addDecimals(decimal('1'), { ...percent, scale: percent.scale + 2 });
  const usdWithMarkup = multiplyDecimals(decimal(costUsd), factor);
  const exact = multiplyDecimals(usdWithMarkup, decimal(chfPerUsd));
  const rounded = roundDecimal(exact, NANO_DIGITS, 'half_up');
  const exactChf = formatDecimal(exact);
  return {
    factor: formatDecimal(factor),
    usdWithMarkup: formatDecimal(usdWithMarkup),
    exactChf,
    roundedChf: formatChf(rounded),
    isRounded: exactChf !== formatDecimal({ coefficient: rounded, scale: NANO_DIGITS }),
  };
}

/** The price of one thing that is not counted by the million: a search, a request. */
export function pricePerOne(usdPerMillion: string): string {
  const price = decimal(usdPerMillion);
  return formatDecimal({ ...price, scale: price.scale + 6 });
}
