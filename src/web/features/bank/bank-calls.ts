import type { Answer } from '#web/lib/api/answer.ts';
import { answerOf, api } from '#web/lib/api/rappen-client.ts';

export type Upload = Answer<'/api/admin/bank-files', 'post'>;
export type Decided = Answer<'/api/admin/bank-files/{bankFileId}/payments/{position}/decision', 'post'>;

/** A file for the server; `isPreview`: only says what would become of its payments. The same file twice is booked once. */
export async function sendBankFile(file: File, isPreview: boolean): Promise<Upload> {
  const body = { name: file.name.slice(0, 200), contentBase64: await base64Of(file) };
  const params = { query: isPreview ? { preview: 'true' as const } : {} };
  return answerOf(api.POST('/api/admin/bank-files', { params, body }));
}

/** Byte for byte: as text a file might change. */
function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'));
    reader.readAsDataURL(file);
  });
}

export interface Decision {
  readonly decision: 'credit' | 'refuse' | 'reverse' | 'undo';
  readonly mandateId?: string;
  readonly amountChf?: string;
  readonly reason: string;
}

export function decideAboutPayment(
  { fileId, position }: { readonly fileId: string; readonly position: number },
  body: Decision,
): Promise<Decided> {
  const path = { bankFileId: fileId, position: String(position) };
  return answerOf(
    api.POST('/api/admin/bank-files/{bankFileId}/payments/{position}/decision', { params: { path }, body }),
  );
}
