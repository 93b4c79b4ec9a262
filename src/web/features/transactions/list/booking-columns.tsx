import { Trans } from '@lingui/react/macro';
import { columnVisibilityFeature, createColumnHelper, tableFeatures } from '@tanstack/react-table';
import type { Booking } from './booking-page.query.ts';
import {
  BookingText,
  BookingTime,
  ColumnAmount,
  FeatureText,
  ModelText,
  NoCall,
  TokenCount,
  TypeBadge,
  UserText,
} from './booking-parts.tsx';

export const BOOKING_FEATURES = tableFeatures({ columnVisibilityFeature });
const helper = createColumnHelper<typeof BOOKING_FEATURES, Booking>();

/** What each column shows; their widths and order are in column-layout.ts. */
export const BOOKING_COLUMNS = helper.columns([
  helper.accessor('at', {
    id: 'time',
    header: () => <Trans>Time (Zurich)</Trans>,
    cell: ({ row }) => <BookingTime at={row.original.at} />,
  }),
  helper.accessor('type', {
    id: 'type',
    header: () => <Trans>Type</Trans>,
    cell: ({ row }) => <TypeBadge type={row.original.type} />,
  }),
  helper.accessor('note', {
    id: 'description',
    header: () => <Trans>Description</Trans>,
    cell: ({ row }) => <BookingText booking={row.original} />,
  }),
  helper.accessor('userName', {
    id: 'user',
    header: () => <Trans>User</Trans>,
    cell: ({ row }) => <UserText booking={row.original} />,
  }),
  helper.accessor('model', {
    id: 'model',
    header: () => <Trans>Model and provider</Trans>,
    cell: ({ row }) => <ModelText booking={row.original} />,
  }),
  helper.accessor('inputTokens', {
    id: 'input',
    header: () => <Trans>Tokens in</Trans>,
    cell: ({ row }) => <TokenCount count={row.original.inputTokens} booking={row.original} />,
  }),
  helper.accessor('outputTokens', {
    id: 'output',
    header: () => <Trans>Tokens out</Trans>,
    cell: ({ row }) => <TokenCount count={row.original.outputTokens} booking={row.original} />,
  }),
  helper.accessor('cachedTokens', {
    id: 'cached',
    header: () => <Trans>Cached</Trans>,
    cell: ({ row }) => <TokenCount count={row.original.cachedTokens} booking={row.original} />,
  }),
  helper.accessor('feature', {
    id: 'feature',
    header: () => <Trans>Feature</Trans>,
    cell: ({ row }) => <FeatureText feature={row.original.feature} />,
  }),
  helper.accessor('requestId', {
    id: 'request',
    header: () => <Trans>Request</Trans>,
    cell: ({ row }) => row.original.requestId ?? <NoCall />,
  }),
  helper.accessor('amountChf', {
    id: 'amount',
    header: () => <Trans>Amount CHF</Trans>,
    cell: ({ row }) => <ColumnAmount chf={row.original.amountChf} />,
  }),
  helper.accessor('balanceAfterChf', {
    id: 'balance',
    header: () => <Trans>Balance CHF</Trans>,
    cell: ({ row }) => <ColumnAmount chf={row.original.balanceAfterChf} />,
  }),
]);
