import type { Feature } from '../../ledger/ledger.ts';
import type { GroupFigures, ReportDimension } from '../report-figures.ts';
import type { ReportTexts } from './report-text.ts';

/** How people call a group: features in the language of the report, what is gone by what it was. */
export function groupName(
  dimension: ReportDimension,
  { name }: Pick<GroupFigures, 'name'>,
  texts: ReportTexts,
): string {
  if (dimension === 'feature') return texts.features[name as Feature] ?? name;
  if (name !== '') return name;
  return dimension === 'automation' ? texts.deletedAutomation : texts.formerUser;
}
