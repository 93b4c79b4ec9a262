import { type Endpoint, SOCKET_PORT } from './endpoint.ts';

/** postgresql.conf of the embedded server, written anew at each start. Own settings go to `local.conf` beside it. */
export function serverSettings(endpoint: Endpoint, extra: Readonly<Record<string, string>>): string {
  const settings = { ...TUNING, ...endpointSettings(endpoint), ...extra };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`);
  return `# Written by Rappen at each start; put your own settings into local.conf.\n${lines.join('\n')}\ninclude 'local.conf'\n`;
}

function endpointSettings(endpoint: Endpoint): Record<string, string> {
  if (endpoint.kind === 'socket') {
    return {
      listen_addresses: '',
      unix_socket_directories: endpoint.directory.replaceAll(/(["\\])/g, '\\$1'),
      unix_socket_permissions: '0700',
      port: String(SOCKET_PORT),
    };
  }
  return { listen_addresses: '127.0.0.1', unix_socket_directories: '', port: String(endpoint.port) };
}

const TUNING: Readonly<Record<string, string>> = {
  // Durability is the product: an acknowledged booking survives a power cut.
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  wal_compression: 'on',
  // A checkpoint makes every page's next write a full one, so they are rare: recovery of 2 GB takes seconds.
  max_wal_size: '2GB',
  min_wal_size: '256MB',
  checkpoint_timeout: '15min',
  // The hot set is accounts, open holds and the day's statistics; the rest is the kernel's cache.
  shared_buffers: '256MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  effective_cache_size: '1GB',
  random_page_cost: '1.1',
  // Two cores and short statements: workers and compilation cost more than they give, and need /dev/shm.
  max_parallel_workers_per_gather: '0',
  max_parallel_maintenance_workers: '0',
  jit: 'off',
  max_connections: '60',
  // Accounts and holds are updated thousands of times a second: small, frequent vacuums keep them a few pages long.
  autovacuum_naptime: '15s',
  autovacuum_vacuum_scale_factor: '0.05',
  autovacuum_vacuum_insert_scale_factor: '0.1',
  autovacuum_analyze_scale_factor: '0.05',
  autovacuum_vacuum_cost_delay: '1ms',
  // Nothing replicates from the embedded server, but a running one can be backed up (pg_basebackup).
  wal_level: 'replica',
  max_wal_senders: '2',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',
  datestyle: 'iso, ymd',
  // Refusals that the program handles are no news. A statement with its parameters is never logged: it may hold a secret.
  log_min_messages: 'warning',
  log_min_error_statement: 'panic',
  log_parameter_max_length_on_error: '0',
  log_checkpoints: 'off',
  log_line_prefix: '%m [%p] ',
};
