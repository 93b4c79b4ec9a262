import type { ModelLimits } from '../provider.ts';

/** A model (or a priced service, such as a search) as the catalogue knows it. Its prices are in the database. */
export interface Model {
  readonly provider: string;
  /** As the provider writes it; `*` where the provider has no models. */
  readonly name: string;
  readonly kind: 'chat' | 'embedding' | 'search' | 'media';
  readonly aliases: readonly string[];
  /** The provider's model for callers who name none. */
  readonly isDefault: boolean;
  readonly offer: Offer;
}

/** A model without known limits is not offered; its price may still serve the usage of an answering model. */
export type Offer =
  | { readonly offered: true; readonly limits: ModelLimits }
  | { readonly offered: false; readonly because: string };

export type OfferedModel = Model & {
  readonly offer: { readonly offered: true; readonly limits: ModelLimits };
};

export function isOffered(model: Model): model is OfferedModel {
  return model.offer.offered;
}
