/** Words that one-liners of other languages may use: they print, count and work on text. */
const WORDS: Readonly<Record<string, string>> = {
  ruby: `puts print p pp printf format sprintf nil true false do end if else unless then while each map select reject reduce
inject sum min max sort uniq join split gsub sub tr upcase downcase capitalize strip chomp length size count to_s to_i to_f
to_a to_sym inspect times upto downto step first last reverse include? empty? nil? zero? even? odd? round floor ceil abs
rand srand RUBY_VERSION RUBY_PLATFORM RUBY_ENGINE Time now strftime Integer Float String Array Hash Range Math sqrt require
json JSON parse generate pretty_generate set date Date today keys values sort_by group_by zip flatten compact each_with_index
digest Digest SHA256 MD5 hexdigest base64 Base64 encode64 strict_encode64 decode64 securerandom SecureRandom hex uuid`,
  php: `echo print print_r var_dump var_export printf sprintf PHP_VERSION PHP_EOL PHP_OS PHP_INT_MAX phpversion php_sapi_name
json_encode json_decode JSON_PRETTY_PRINT strlen strtoupper strtolower str_replace substr implode explode count array_keys array_values range sum array_sum max min round floor ceil date time strtotime md5 sha1 hash
base64_encode base64_decode bin2hex random_int rand mt_rand uniqid extension_loaded get_loaded_extensions ini_get true false
null if else for foreach as return function fn`,
  perl: `print printf say join split map grep sort reverse keys values length uc lc ucfirst lcfirst substr index sprintf int abs sqrt
time localtime gmtime scalar push pop shift foreach for if unless my x eq ne lt gt and or not defined while last next chomp
strict warnings feature use`,
  lua: `print string format rep sub upper lower gsub match find len table concat insert sort math floor ceil max min random pi
tostring tonumber type pairs ipairs for in do end if then else local function return and or not nil true false _VERSION jit
version`,
  Rscript: `print cat paste paste0 sum mean median sd var min max length seq rep c data frame head tail summary nrow ncol names sqrt
round R version string sessionInfo TRUE FALSE NULL`,
};
const words = new Map(
  Object.entries(WORDS).map(([name, text]) => [name, new Set(text.split(/\s+/))] as const),
);

/** Whether a one-liner of another language uses nothing but these words, numbers and texts in which nothing is run. */
export function isHarmless(language: string, code: string): boolean {
  const known = words.get(language === 'luajit' ? 'lua' : language);
  if (known === undefined || code.length > 2000) return false;
  // Interpolation runs code, and so do backticks and what perl and ruby quote by a letter.
  if (/`|#\{|\$\{|@\{|\(\?\??\{|%[xwWqQiIrs]\W|\bq[xqrw]?\b\s*[^\w\s,;)=]|<<|\\[xu0-7]/.test(code))
    return false;
  const loaded = [...code.matchAll(/\brequire\b\s*\(?\s*(?:'([^']*)'|"([^"]*)")?/g)];
  if (!loaded.every(([, a, b]) => /^(json|set|date|time|digest|base64|securerandom)$/.test(a ?? b ?? '')))
    return false;
  const plain = code
    .replace(/'(?:[^'\\]|\\.)*'/g, ' 0 ')
    .replace(/"(?:[^"\\]|\\.)*"/g, ' 0 ')
    .replace(/\/\/.*$|#.*$/gm, '');
  // What is called is to have a name of its own: no variable, no part that is looked up, no symbol table, no input.
  if (/['"]|<[^=\s]|[\])0}]\s*\(|\.\(|[&*]\s*[{$@]|->|::|\$\w+\s*\(|\w\s*\[\s*0|\bopen\b/.test(plain))
    return false;
  // What a name with a sigil, or one that is called on nothing, may be is what the program says itself.
  const bound = new Set(
    [...plain.matchAll(/(?:\bmy\s+|\blocal\s+|\|\s*|,\s*|^|[;\s(])[$@%]?([a-z_]\w*)\s*(?:=(?!=)|\||,)/g)].map(
      ([, name = '']) => name,
    ),
  );
  return [...plain.matchAll(/([$@%]?)([A-Za-z_]\w*[?!]?)(\s*\()?/g)].every(
    ([, sigil = '', name = '', called]) =>
      known.has(name) ||
      (called === undefined && (bound.has(name) || (sigil === '$' && /^[_a-z]$/.test(name)))),
  );
}
