import type { ReadEffect } from '@eaap/protocol';

type Kind = Pick<ReadEffect, 'effect' | 'risk' | 'reversibility'>;

/** What the function names by its first argument, when that is a constant. */
export type Names = 'path' | 'host' | 'channel' | 'relation' | 'none';

export interface FunctionEffect extends Kind {
  readonly names: Names;
}

const words = (text: string): string[] => text.trim().split(/\s+/);

/**
 * Functions of PostgreSQL that compute: of pg_catalog, without a side effect, reading nothing but their arguments, the
 * session and the catalogue. Whatever is not listed here or below is code that nobody read.
 */
const PURE: ReadonlySet<string> = new Set(
  words(`
  abs acos acosd acosh age any_value area array_agg array_append array_cat array_dims array_fill array_length
  array_lower array_ndims array_position array_positions array_prepend array_remove array_replace array_reverse
  array_sample array_shuffle array_sort array_to_json array_to_string array_to_tsvector array_upper ascii asin asind
  asinh atan atan2 atan2d atand atanh avg bit_and bit_count bit_length bit_or bit_xor bool_and bool_or bound_box
  box broadcast brin_desummarize btrim cardinality casefold cbrt ceil ceiling center char_length character_length chr
  circle clock_timestamp col_description concat concat_ws convert convert_from convert_to corr cos cosd cosh cot cotd
  count covar_pop covar_samp crc32 crc32c cume_dist current_catalog current_database current_date current_query
  current_role current_schema current_schemas current_setting current_time current_timestamp current_user currval
  date_add date_bin date_part date_subtract date_trunc decode degrees dense_rank diagonal diameter div encode enum_first
  enum_last enum_range erf erfc every exp extract factorial family first_value floor format format_type gamma gcd
  gen_random_uuid generate_series generate_subscripts get_bit get_byte get_current_ts_config greatest grouping
  has_any_column_privilege has_column_privilege has_database_privilege has_function_privilege has_schema_privilege
  has_sequence_privilege has_table_privilege height host hostmask inet_client_addr inet_merge inet_same_family
  initcap is_normalized isclosed isempty isfinite isopen json_agg json_array json_array_elements
  json_array_elements_text json_array_length json_arrayagg json_build_array json_build_object json_each json_each_text
  json_extract_path json_extract_path_text json_object json_object_agg json_object_keys json_objectagg
  json_populate_record json_populate_recordset json_scalar json_serialize json_strip_nulls json_to_record
  json_to_recordset json_typeof jsonb_agg jsonb_array_elements jsonb_array_elements_text jsonb_array_length
  jsonb_build_array jsonb_build_object jsonb_each jsonb_each_text jsonb_extract_path jsonb_extract_path_text
  jsonb_insert jsonb_object jsonb_object_agg jsonb_object_keys jsonb_path_exists jsonb_path_match jsonb_path_query
  jsonb_path_query_array jsonb_path_query_first jsonb_populate_record jsonb_populate_recordset jsonb_pretty jsonb_set
  jsonb_set_lax jsonb_strip_nulls jsonb_to_record jsonb_to_recordset jsonb_typeof justify_days justify_hours
  justify_interval lag last_value lastval lcm lead least left length lgamma like_escape line ln localtime
  localtimestamp log log10 lower lower_inc lower_inf lpad lseg ltrim make_date make_interval make_time make_timestamp
  make_timestamptz masklen max md5 merge_action min min_scale mod mode multirange netmask network normalize now
  npoints nth_value ntile nullif num_nonnulls num_nulls numnode obj_description octet_length overlaps overlay parse_ident
  path pclose percent_rank percentile_cont percentile_disc pg_backend_pid pg_column_size pg_conf_load_time
  pg_database_size pg_describe_object pg_get_constraintdef pg_get_expr pg_get_functiondef pg_get_indexdef
  pg_get_ruledef pg_get_serial_sequence pg_get_triggerdef pg_get_userbyid pg_get_viewdef pg_indexes_size
  pg_is_in_recovery pg_jit_available pg_my_temp_schema pg_postmaster_start_time pg_relation_size pg_size_bytes
  pg_size_pretty pg_table_is_visible pg_table_size pg_total_relation_size pg_typeof phraseto_tsquery pi plainto_tsquery
  point polygon popen position power querytree quote_ident quote_literal quote_nullable radians radius random
  random_normal range_agg range_intersect_agg range_merge rank regexp_count regexp_instr regexp_like regexp_match
  regexp_matches regexp_replace regexp_split_to_array regexp_split_to_table regexp_substr regr_avgx regr_avgy
  regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy repeat replace reverse right round row_number
  row_to_json rpad rtrim scale session_user set_bit set_byte set_masklen setweight sha224 sha256 sha384 sha512
  shobj_description sign similar_escape similar_to_escape sin sind sinh slope split_part sqrt starts_with
  statement_timestamp stddev stddev_pop stddev_samp string_agg string_to_array string_to_table strip strpos substr
  substring sum system_user tan tand tanh text timeofday timezone to_ascii to_bin to_char to_date to_hex to_json
  to_jsonb to_number to_oct to_regclass to_regproc to_regtype to_timestamp to_tsquery to_tsvector
  transaction_timestamp translate trim trim_array trim_scale trunc ts_delete ts_filter ts_headline ts_rank ts_rank_cd
  ts_rewrite tsquery_phrase tsvector_to_array txid_current txid_current_if_assigned unaccent unistr unnest upper
  upper_inc upper_inf user uuid_extract_timestamp uuid_extract_version uuidv4 uuidv7 var_pop var_samp variance version
  websearch_to_tsquery width width_bucket xml_is_well_formed xmlagg xmlcomment xmlconcat xmlexists xpath xpath_exists
  bpchar bytea date float4 float8 int2 int4 int8 interval numeric time timestamp timestamptz timetz varchar xid
  pg_advisory_unlock pg_advisory_xact_lock pg_try_advisory_lock pg_try_advisory_xact_lock pg_advisory_lock
  pg_partition_root pg_partition_tree pg_column_compression pg_encoding_to_char pg_char_to_encoding
  int4range int8range numrange tsrange tstzrange daterange int4multirange int8multirange nummultirange tsmultirange
  tstzmultirange datemultirange multirange range_adjacent range_after range_before range_contained_by range_contains
  range_contains_elem range_eq range_ge range_gt range_le range_lt range_minus range_ne range_overlaps range_overleft
  range_overright range_union range_intersect range_cmp range_adjacent_multirange range_contains_multirange
  range_overlaps_multirange range_before_multirange range_after_multirange range_overleft_multirange
  range_overright_multirange range_contained_by_multirange multirange_contains_elem multirange_contains_range
  multirange_contains_multirange multirange_overlaps_range multirange_overlaps_multirange multirange_union
  multirange_intersect multirange_minus multirange_adjacent_range multirange_adjacent_multirange multirange_cmp
  multirange_before_range multirange_before_multirange multirange_after_range multirange_after_multirange
  range_split_multi elem_contained_by_range elem_contained_by_multirange ishorizontal isvertical isparallel isperp
  isfalse istrue json_to_tsvector jsonb_to_tsvector jsonb_delete jsonb_delete_path jsonb_concat jsonb_contains
  jsonb_contained jsonb_exists jsonb_exists_any jsonb_exists_all jsonb_path_query_tz jsonb_path_query_array_tz
  jsonb_path_query_first_tz jsonb_path_exists_tz jsonb_path_match_tz json_exists json_value json_query json_table
  ts_lexize ts_parse ts_token_type ts_debug ts_match_vq ts_match_qv tsvector_concat strip to_regprocedure to_regoper
  to_regoperator to_regnamespace to_regrole to_regcollation to_regtypemod xml_is_well_formed_content
  xml_is_well_formed_document xmltext array_ndims array_to_tsvector width_bucket int2mod int4mod int8mod macaddr8_set7bit
  trunc inet_server_addr inet_server_port inet_client_port text_larger text_smaller textlen byteacat textcat bit_in
  mxid_age pg_input_is_valid pg_input_error_info pg_basetype pg_numa_available uuid_in unicode_assigned unicode_version
  icu_unicode_version random_bytes array_sort factorial
  pg_collation_for pg_snapshot_xmin pg_snapshot_xmax pg_current_xact_id pg_current_snapshot pg_listening_channels pg_blocking_pids
  `),
);

/** Functions that compute, of extensions that come with PostgreSQL; only without a schema, as they are installed. */
const CONTRIBUTED: ReadonlySet<string> = new Set(
  words(`akeys avals crypt daitch_mokotoff difference digest dmetaphone dmetaphone_alt gen_random_bytes gen_salt hmac
  hstore hstore_to_json hstore_to_jsonb levenshtein levenshtein_less_equal metaphone show_trgm similarity skeys slice
  soundex strict_word_similarity svals uuid_generate_v1 uuid_generate_v1mc uuid_generate_v4 uuid_generate_v5 uuid_nil
  word_similarity`),
);

const MANY: readonly (readonly [names: string, effect: FunctionEffect])[] = [
  [
    'pg_read_file pg_read_binary_file pg_ls_dir pg_stat_file pg_ls_logdir pg_ls_waldir pg_ls_tmpdir pg_ls_archive_statusdir pg_current_logfile pg_logdir_ls pg_file_read pg_file_length',
    { effect: 'file.read', risk: 'high', names: 'path' },
  ],
  ['lo_import be_lo_import', { effect: 'file.read', risk: 'high', names: 'path' }],
  [
    'lo_export pg_file_write pg_file_rename pg_file_sync',
    { effect: 'file.write', risk: 'high', names: 'none' },
  ],
  ['pg_file_unlink', { effect: 'file.delete', names: 'path' }],
  [
    'lo_create lo_creat lo_from_bytea lo_put lowrite lo_open lo_truncate',
    { effect: 'data.write', names: 'none' },
  ],
  ['lo_get loread lo_lseek lo_tell lo_close', { effect: 'data.read', names: 'none' }],
  ['lo_unlink', { effect: 'data.delete', names: 'none' }],
  ['nextval setval', { effect: 'data.write', names: 'relation' }],
  ['table_to_xml table_to_xmlschema table_to_xml_and_xmlschema', { effect: 'data.read', names: 'relation' }],
  [
    'schema_to_xml database_to_xml schema_to_xml_and_xmlschema database_to_xml_and_xmlschema',
    { effect: 'data.read', names: 'none' },
  ],
  ['pg_notify', { effect: 'message.send', names: 'channel' }],
  [
    'dblink dblink_connect dblink_connect_u dblink_exec dblink_send_query dblink_open postgres_fdw_get_connections http http_get http_post http_put http_delete http_patch',
    { effect: 'network.call', risk: 'critical', reversibility: 'irreversible', names: 'none' },
  ],
  // Holding a connection and its locks is how a database is brought to its knees without writing a row.
  ['pg_sleep pg_sleep_for pg_sleep_until', { effect: 'compute', risk: 'high', names: 'none' }],
  [
    'pg_terminate_backend pg_cancel_backend pg_reload_conf pg_rotate_logfile pg_switch_wal pg_promote pg_create_restore_point pg_backup_start pg_backup_stop pg_start_backup pg_stop_backup pg_wal_replay_pause pg_wal_replay_resume pg_create_physical_replication_slot pg_create_logical_replication_slot pg_drop_replication_slot pg_replication_slot_advance pg_logical_emit_message pg_logical_slot_get_changes pg_replication_origin_create pg_replication_origin_drop pg_log_backend_memory_contexts pg_export_snapshot',
    { effect: 'system.change', names: 'none' },
  ],
  [
    'pg_stat_reset pg_stat_reset_shared pg_stat_reset_single_table_counters pg_stat_statements_reset pg_stat_reset_slru',
    { effect: 'data.delete', names: 'none' },
  ],
];

const EFFECTFUL: ReadonlyMap<string, FunctionEffect> = new Map(
  MANY.flatMap(([names, effect]) => words(names).map((name): [string, FunctionEffect] => [name, effect])),
);

/** Functions whose text argument is SQL of its own. */
export const DYNAMIC: ReadonlySet<string> = new Set(
  words(`query_to_xml query_to_xmlschema query_to_xml_and_xmlschema cursor_to_xml ts_stat crosstab crosstab2 crosstab3
  crosstab4 connectby`),
);

/**
 * What operators, indexes and aggregates are made of, by the names that PostgreSQL gives all of a kind: arithmetic and
 * comparison of a type, its hash, its form on the wire, steps of an aggregate.
 */
const MADE_OF =
  /^(int[248]|float[48]|numeric|text|bpchar|name|bool|date|time|timetz|timestamp|timestamptz|interval|uuid|inet|cidr|macaddr|macaddr8|bit|varbit|bytea|oid|money|cash|jsonb|point|box|circle|poly|path|lseg|line|array|record|network|enum)_?(pl|mi|mul|div|mod|abs|um|up|eq|ne|lt|le|gt|ge|cmp|larger|smaller|send|and|or|xor|not|shl|shr|hash|hash_extended|inc|dist|accum|combine|avg|sum|add|sub|uminus|sqrt|exp|ln|log|power|regr_accum|regr_combine|contain|contained|overlap|same|above|below|left|right|distance|center|area)$|^hash(int[248]|float[48]|text|name|bpchar|oid|char|inet|macaddr|macaddr8|bool|enum|varlena|oidvector|numeric|_numeric|_array|_range)(extended)?$/;

/** What calling a function that comes with PostgreSQL does: nothing (`null`), an effect, or nobody knows (`undefined`). */
export function functionEffect(name: string): FunctionEffect | null | undefined {
  return PURE.has(name) || CONTRIBUTED.has(name) || MADE_OF.test(name) ? null : EFFECTFUL.get(name);
}
