/** What tools with verbs do, as their manuals say: see `verbTable` for the form. */

export const DOCKER = `
system.read: ps; images; logs; inspect; version; info; stats; top; port; diff; events; search; history; {container|image|volume|network|system|context|node|service|stack|secret|config|plugin|buildx|manifest|builder|checkpoint|swarm} {ls|list|inspect|ps|df|info|logs|stats|top|history|port|diff|events|version|show|services|du}; compose {ps|logs|config|images|ls|top|port|version|events|stats}
system.change!: system prune; volume {rm|prune|remove}; {image|container|network|builder|buildx} prune; swarm leave; stack {rm|down|remove}; service {rm|remove}; compose down -v; compose down -volumes; compose down --volumes; compose rm; node rm; secret rm; config rm
system.change: {rm|rmi|kill|stop|restart|pause|unpause|rename|update|wait|swarm|commit|import|load}; {container|image|network|context|plugin|node|service|secret|config} {rm|remove|kill|stop|restart|pause|update|rename|disable|create|connect|disconnect|scale|rollback|promote|demote}; compose {down|stop|kill|restart|pause}; volume create; network create; {checkpoint|trust|plugin} *
artifact.build: build; buildx build; buildx bake; image build; compose build; tag; image tag; save; export; image save; compose pull; pull; image pull; builder build; create; compose create
deploy: compose {up|start}; stack deploy; service create; start; container start; push; image push; compose push
access.grant: login; logout
`;

export const KUBECTL = `
secret.read: get {secret|secrets}; get secret/*; get secrets/*; describe secret*; config view -raw; create token; get sealedsecret* -o
system.read: {get|describe|logs|top|explain|version|cluster-info|api-resources|api-versions|diff|auth|wait|events|options|completion|kustomize|plugin}; config {view|get-contexts|current-context|get-clusters|get-users}; rollout {status|history}
compute: config {use-context|set-context}
system.change!: delete; drain; replace -force; evict
system.change: {cordon|uncordon|taint|scale|autoscale|label|annotate|patch|edit|replace|debug|attach|certificate|config}; set *; rollout {restart|undo|pause|resume}; proxy; port-forward
deploy: {apply|create|run|expose}
file.write: cp
`;

export const HELM = `
system.read: {list|ls|status|history|get|show|search|version|env|template|lint|verify|inspect|diff|completion}; repo list; plugin list; dependency list
system.change!: {uninstall|delete|un|del}
deploy: {install|upgrade|rollback|test}
artifact.build: {package|pull|fetch|create|dependency|dep}; repo {add|update|index}
system.change: repo remove; plugin *
deploy: push
`;

export const TERRAFORM = `
system.read: {plan|validate|show|output|version|providers|graph|fmt|console|get|metadata|modules|test}; state {list|show|pull}; workspace {list|show}
system.change!: destroy; apply -destroy; apply --destroy; state {rm|push|mv|replace-provider}; workspace delete; force-unlock; taint; untaint
system.read: preview; stack ls; stack output; whoami; logs; config get
system.change!: stack rm; cancel
deploy: apply; {import|refresh|up|update}
artifact.build: init; workspace {select|new}; login; logout; {new|install|stack|config|about|plugin}
`;

export const AWS = `
secret.read: secretsmanager {get-secret-value|batch-get-secret-value}; ssm {get-parameter|get-parameters|get-parameters-by-path} -with-decryption; sts {get-session-token|assume-role*|get-federation-token}; iam create-access-key; configure {get|export-credentials}; ecr get-login-password; ecr get-authorization-token; codeartifact get-authorization-token; kms decrypt; eks get-token; rds generate-db-auth-token
data.read: s3 ls; s3 presign; s3api {get-*|head-*|list-*}
data.delete!: s3 {rm|rb}; s3 mv; s3 sync -delete; s3api delete-*; dynamodb delete-*; sqs purge-queue
message.send: sqs send-*; sns publish*; {ses|sesv2} send-*; pinpoint send-*; chime * send-*
data.write: s3 {cp|sync|mb}; s3api put-*; dynamodb {put-*|update-*|batch-write-item}; s3api *
system.read: * {describe-*|list-*|get-*|head-*|search-*|filter-*|query|scan|lookup-*|wait|tail|ls|help|view-*|test-*|validate-*|estimate-*|preview-*|simulate-*|check-*}; sts get-caller-identity; configure list; help; --version; configure list-profiles
access.grant: iam {create-*|attach-*|put-*|add-*|update-*}; * {put-bucket-policy|add-permission|put-resource-policy|authorize-*}; configure *; sso login
access.revoke: iam {detach-*|deactivate-*|remove-*}; * revoke-*
system.change!: * {delete-*|terminate-*|remove-*|deregister-*|destroy-*|purge-*|disable-*|stop-*|reboot-*|cancel-*|release-*|detach-*|disassociate-*|reset-*|schedule-key-deletion|rm|rb}
deploy: * {create-*|update-*|deploy*|run-*|start-*|register-*|put-*|modify-*|associate-*|attach-*|invoke|package|execute-*|send-command|enable-*|tag-*|untag-*|copy-*|import-*|restore-*|set-*|publish-*|allocate-*}
`;

export const GCLOUD = `
secret.read: secrets versions access; auth {print-access-token|print-identity-token}; auth application-default print-access-token; iam service-accounts keys create; kms decrypt
data.read: storage {ls|cat|du}
data.delete!: storage {rm|mv}; storage buckets delete
data.write: storage {cp|rsync}; storage *
system.change!: * {delete|destroy|remove|stop|reset|purge|disable|abandon}; * * {delete|destroy|remove|stop|reset|suspend|failover|clear}; * * {delete-*|remove-*}; * * * {delete|remove|reset|disable}
access.grant: * add-iam-policy-binding; * * add-iam-policy-binding; * set-iam-policy; * * set-iam-policy; auth *
system.read: * {list|describe|get*|info|versions|read|tail|search*|lookup}; * * {list|describe|get*|read|tail|logs|info|show|list-*|describe-*}; * * * {list|describe|get*}; {info|version|help|topic}; config {get|get-value|list}; config configurations list
deploy: * {deploy|create|update|apply|submit|import|run|start|enable|set|add|patch}; * * {deploy|create|update|apply|submit|import|run|start|enable|set|set-*|add-*|resize|patch|rollback|ssh|call|execute|update-*|get-credentials}; config *
`;

export const AZ = `
secret.read: keyvault secret {show|download|backup}; account get-access-token; * keys list; * keys list *; * * keys list; storage account show-connection-string; ad sp create-for-rbac; acr credential show
system.change!: * {delete|purge|stop|deallocate|remove|destroy|disable}; * * {delete|purge|stop|remove|delete-batch|deallocate|clear}; * * * {delete|remove|purge}; group delete
access.grant: role assignment create; login; ad *
system.read: * {list|show|list-*|show-*|get-*|wait|logs}; * * {list|show|list-*|show-*|get-*|exists|logs|tail}; * * * {list|show}; {version|find|help|account}
deploy: * {create|update|start|restart|deploy|import|run|up|set|add}; * * {create|update|start|restart|deploy*|import|set|add|upload|up|sync|invoke|run|scale|upload-batch}; * * * {create|update|set|add}
`;

export const GSUTIL = `
data.read: {ls|cat|du|stat|hash|version|help}
data.delete!: {rm|rb|mv}; rsync -d
data.write: {cp|rsync|mb|compose|rewrite|setmeta}
access.grant: {acl|iam|defacl|signurl}
`;

export const GH = `
secret.read: auth token; auth status -show-token
repo.read: repo set-default; {pr|issue|repo|run|workflow|release|gist|label|cache|project|ruleset|org|milestone|discussion} {list|ls|view|status|diff|checks|clone|watch|download|verify}; co; search *; browse; status; auth status; {version|help|completion|extension}; pr checkout; {mr|snippet|ci|job|pipeline} {list|ls|view|status|trace|diff|lint|get}
repo.propose: {pr|mr} {create|edit|comment|review|ready|close|reopen|update-branch|note|update|approve|new}; repo sync; issue {create|edit|comment|close|reopen|pin|unpin|lock|unlock|develop|transfer|new|note|update}; label {create|edit|clone}; gist {create|edit}
repo.merge: {pr|mr} merge
repo.discard!: repo {delete|archive|rename}; release {delete|delete-asset}; cache delete; run delete; issue delete; label delete; gist delete; {mr|project|snippet} delete; ruleset delete; codespace delete; project delete; variable delete; ssh-key delete; gpg-key delete
access.grant: {secret|variable|ssh-key|gpg-key} *; auth *; repo deploy-key *; repo edit
deploy: workflow {run|enable|disable}; run {rerun|cancel}; release {create|upload|edit}; {ci|pipeline} {run|retry}; repo {create|fork}; job *
`;

/** Managers of packages of a machine. */
export const SYSTEM_PACKAGES = `
system.read: {list|search|show|info|policy|depends|rdepends|provides|check|check-update|repolist|history|query|status|why|help|changelog|madison|dump|pkgnames|leaves|outdated|deps|uses|doctor|config|--version|log|desc|cat|home|--prefix|--cellar|--repository|tap-info|which|files|audit|verify|whatprovides|stats|dotty|showsrc|showpkg}
system.read: update; check; list-*; -Q*; -S{s|i}*; -F*; -q*
system.change: *
`;

/** Managers of packages of a project: what they install is run as part of a build. */
export const NPM = `
tests.run: {test|t|tst}; {run|run-script} {test*|lint*|check*|typecheck*|e2e*|spec*|coverage*|format*|fmt*|tsc|verify*|ci*|validate*|audit*}; {lint|typecheck|check|format|jest|vitest|mocha|eslint|prettier|tsc}
artifact.build: {run|run-script} {build*|compile*|bundle*|dist*|pack*|generate*|codegen*|docs*|prepare*|clean*|watch*}; {install|i|ci|a|add|update|upgrade|up|dedupe|rebuild|link|init|create|pack|prune|build|version|install-test|it|cit|install-ci-test|install-clean|import|fetch|patch|unlink|set|dlx_build|uninstall|remove|rm|un|r}
code.execute: {run|run-script|exec|x|dlx|start|stop|restart|explore|node|bunx|repl|create}
system.read: --version; {list|ls|la|ll|outdated|view|info|show|v|explain|why|audit|doctor|search|find|ping|help|root|prefix|bin|fund|query|licenses|config|get|whoami|docs|bugs|repo|home|edit|completion|diff|sbom|pkg|--version|workspaces}; cache verify; dist-tag ls; owner ls; cache {dir|ls|list}
system.change!: {unpublish|deprecate|publish --force}; cache {clean|clear|rm|prune}; store prune
deploy: {publish|dist-tag|stage}
access.grant: {login|logout|adduser|owner|access|token|team|org|profile|hook}
`;

export const PIP = `
system.read: {list|show|freeze|check|search|index|debug|inspect|help|config|hash|cache|tree|python|version|about|env|run_list|self}; {env|venv} {info|list}
artifact.build: {install|download|wheel|uninstall|sync|lock|add|remove|compile|build|init|new|update|export|venv|create|pip|python|tool|shell|upgrade|clean|graph|activate|deactivate|ensurepath|inject}
code.execute: {run|exec|x}
deploy: {publish|upload}
`;

export const CARGO = `
tests.run: {test|t|bench|nextest|clippy|check|c|fmt|tarpaulin|miri|udeps|deny|llvm-cov|insta|hack}
artifact.build: {build|b|doc|d|rustc|rustdoc|fetch|vendor|update|generate-lockfile|package|new|init|add|remove|rm|fix|clean|expand|zigbuild|watch|install|uninstall|generate}
system.read: {tree|metadata|search|info|locate-project|pkgid|verify-project|version|help|read-manifest|config|report|audit|outdated|bloat|--version|--list}
code.execute: {run|r}
deploy: {publish|owner|yank|login|logout}
`;

export const GO = `
tests.run: {test|vet|fmt|fix}
artifact.build: {build|install|get|generate|tool|work|clean}; mod {tidy|download|init|vendor|edit}
system.read: {list|doc|env|version|help|bug}; mod {graph|why|verify}
code.execute: run
`;

/** Tools that build or test what lies in the work. */
export const BUILDS = `make gmake cmake ninja meson bazel bazelisk buck buck2 gradle gradlew mvn mvnw ant sbt lein scons rake
gcc g++ cc c++ clang clang++ cpp as ld ar ranlib strip objcopy rustc javac kotlinc scalac ghc stack cabal dune ocamlc nim zig
tsc esbuild webpack rollup vite parcel babel swc turbo nx lerna rush next nuxt astro gatsby ng expo svelte-kit tsup tsx_build
sass less_c postcss tailwindcss protoc buf thrift flatc autoconf automake autoreconf libtoolize configure pkg-config ldd_build
pyinstaller cython maturin poetry_build flit hatch twine_check sphinx-build mkdocs jekyll hugo pandoc pdflatex xelatex lualatex
latexmk bibtex asciidoctor dotnet msbuild nuget swift swiftc xcodebuild flutter dart pub mix rebar3 elixirc erlc crystal 
composer just task mage tilt_build xmake conan vcpkg ccache sccache distcc wasm-pack emcc trunk nasm yasm bison flex yacc
ffmpeg convert magick mogrify gs pdftk qpdf dot plantuml mmdc gnuplot exiftool uglifyjs terser svgo rollup-dts changeset
javadoc jar jlink jpackage native-image ktlint_build gofmt goimports packer skaffold_build`;

export const TESTS = `pytest py.test tox nox unittest nose2 coverage jest vitest mocha ava tap jasmine karma cypress playwright
rspec minitest phpunit pest behat cucumber ctest gtester bats shellspec eslint prettier stylelint tslint biome oxlint standard xo
flake8 pylint mypy pyright ruff black isort autopep8 yapf bandit pydocstyle pycodestyle vulture radon ty pyre
rubocop standardrb golangci-lint staticcheck gosec shellcheck shfmt hadolint yamllint markdownlint markdownlint-cli2 vale
cspell codespell actionlint tflint tfsec checkov trivy grype syft semgrep snyk gitleaks trufflehog detekt ktlint checkstyle
spotbugs pmd clang-format clang-tidy cppcheck valgrind gdb lldb gcov lcov perf hyperfine ab wrk k6 hey vegeta locust
prospector pre-commit husky lint-staged commitlint depcruise knip madge nyc c8 tsd publint attw sqlfluff djlint rustfmt
ansible-lint cfn-lint kubeval kubeconform conftest terraform-docs dockle phpstan psalm phpcs credo dialyzer checkmake`;

/** Version control besides git. */
export const OTHER_REPOS = `
repo.read: {status|st|log|diff|di|cat|annotate|blame|praise|summary|sum|identify|id|heads|parents|branches|tags|bookmarks|files|manifest|grep|incoming|in|outgoing|out|help|version|root|paths|tip|verify|config|showconfig|info|list|ls|proplist|propget|root|export|bisect|clone|checkout|co|switch|update|up|pull|unshelve|shelve|timeline|changes|leaves}
repo.write: {add|addremove|commit|ci|branch|tag|bookmark|merge|mkdir|copy|cp|move|mv|rename|push|graft|rebase|resolve|resolved|init|import|propset|propedit|relocate|cleanup|amend|record|remove|rm|forget}
repo.discard!: {revert|strip|rollback|purge|prune|histedit|delete|del|undo|clean|obliterate}
`;

/** Tools that publish packages of their language. */
export const TWINE = `
tests.run: check
deploy: {upload|register}
`;

export const GEM = `
system.read: {list|search|info|specification|environment|env|help|which|contents|dependency|outdated|query|stale|sources|server_list|check|--version}
artifact.build: {install|build|update|fetch|unpack|pristine|rdoc|cleanup|uninstall|lock}
system.change!: yank
deploy: push
access.grant: {owner|signin|signout|cert}
code.execute: exec
`;
