import { z } from 'zod';
import { mandateIdText } from '#http/common.contract.ts';

/** The path parameter of everything that belongs to one mandate. */
export const ofMandate = z.object({ mandateId: mandateIdText });
