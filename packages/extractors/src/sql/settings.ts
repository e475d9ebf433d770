/** Settings of a session that bear on how long or in which form it answers, and on nothing else. */
const HARMLESS: ReadonlySet<string> = new Set(
  `application_name bytea_output client_min_messages datestyle default_text_search_config effective_cache_size
  enable_bitmapscan enable_hashagg enable_hashjoin enable_indexonlyscan enable_indexscan enable_material
  enable_mergejoin enable_nestloop enable_seqscan enable_sort extra_float_digits force_parallel_mode
  from_collapse_limit idle_in_transaction_session_timeout intervalstyle jit join_collapse_limit lc_messages lc_monetary
  lc_numeric lc_time lock_timeout maintenance_work_mem max_parallel_workers_per_gather random_page_cost seed
  seq_page_cost statement_timeout temp_buffers timezone transaction_timeout work_mem transaction_isolation
  transaction_read_only transaction_deferrable default_transaction_isolation default_transaction_read_only`.split(
    /\s+/,
  ),
);

/** Settings that make the session somebody else. */
const IDENTITY: ReadonlySet<string> = new Set(['role', 'session_authorization', 'row_security']);

/** What changing a setting of the session does. Every other one may change what the statements after it mean. */
export function settingEffect(name: string): 'compute' | 'access.grant' | 'system.change' {
  const lower = name.toLowerCase();
  if (IDENTITY.has(lower)) return 'access.grant';
  return HARMLESS.has(lower) ? 'compute' : 'system.change';
}
