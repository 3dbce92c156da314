# shellcheck shell=sh
# What ./run and ./test share: system packages, .venv, and this project in it. Sourced, with $here
# the checkout and $yes not empty where nothing is to be asked.
#
# All it says goes to standard error: standard output belongs to the program that follows.

venv=$here/.venv

say() {
    printf '%s\n' "$*" >&2
}

die() {
    say "$@"
    exit 1
}

# is_ready NAME: set up for NAME (run or test) from this pyproject.toml, here, by a Python that is
# still the same. A stamp's lines are the checkout and the interpreter that it was made for.
is_ready() {
    stamp=$venv/cclear-$1
    # shellcheck disable=SC3013 # dash, bash and busybox know -nt, and POSIX does since 2024
    [ "$stamp" -nt "$here/pyproject.toml" ] && [ -x "$venv/bin/cclear" ] || return 1
    is_made_for "$stamp"
}

# is_made_for STAMP: whether it names this checkout and the interpreter of its .venv.
is_made_for() {
    { read -r made_here && read -r made_with; } <"$1" || return 1
    [ "$made_here" = "$here" ] && [ "$made_with" = "$(readlink -f "$venv/bin/python")" ] &&
        [ -x "$made_with" ]
}

# set_up NAME: nothing where it is ready, else everything that is missing.
set_up() {
    purpose=$1
    is_ready "$1" && return
    # One at a time; the lock is on the directory itself and goes with this process.
    exec 9<"$here"
    if command -v flock >/dev/null && ! flock -n 9; then
        say "Waiting for another set-up of $here to finish."
        flock 9
    fi
    if ! is_ready "$1"; then
        find_missing
        agree
        install_packages
        make_venv
        install_project "$1"
    fi
    exec 9<&-
}

has() {
    command -v "$1" >/dev/null 2>&1
}

# compiler: the C compiler's name, empty where there is none.
compiler() {
    for name in cc gcc clang; do
        has "$name" && printf '%s' "$name" && return
    done
    :
}

has_header() {
    cc=$(compiler)
    if [ "$cc" ]; then
        # shellcheck disable=SC2086 # empty, or one option
        printf '#include <%s>\n' "$1" | "$cc" $include -E - >/dev/null 2>&1
    else
        [ -e "/usr/include/$1" ]
    fi
}

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

can_make_venvs() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null
}

has_python_headers() {
    "$1" -c '
import os, sys, sysconfig
sys.exit(not os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h")))' 2>/dev/null
}

# find_python: sets $python to the best there is, empty where none will do: one that has all it
# takes, else one of the system's that lacks only packages of its own.
find_python() {
    python=
    for name in python3 python3.14 python3.13 python3.12 python3.11 \
        /usr/bin/python3 /usr/bin/python3.13 /usr/bin/python3.12 /usr/bin/python3.11; do
        found=$(command -v "$name") || continue
        is_new_enough "$found" || continue
        if can_make_venvs "$found" && has_python_headers "$found"; then
            python=$found
            return
        fi
        case $found in
            /usr/bin/* | /bin/*) [ "$python" ] || python=$found ;;
        esac
    done
}

# find_manager: sets $manager to the system's package manager, empty where it is none of these, and
# $include and $library to what a compiler has to be told of where that keeps headers.
find_manager() {
    manager='' include='' library=''
    for name in apt-get dnf brew; do
        has "$name" && manager=$name && break
    done
    if [ "$manager" = brew ]; then
        prefix=$(brew --prefix)
        include=-I$prefix/include library=-L$prefix/lib
    fi
}

# package WHAT: the packages that have it, by the names of $manager; Debian's where it is none.
package() {
    case $manager:$1 in
        dnf:headers) printf 'notmuch-devel' ;;
        brew:headers) printf 'notmuch' ;;
        *:headers) printf 'libnotmuch-dev' ;;
        brew:compiler) printf 'llvm' ;;
        *:compiler) printf 'gcc' ;;
        dnf:libc) printf 'glibc-devel' ;;
        *:libc) printf 'libc6-dev' ;;
        dnf:python) printf 'python3 python3-devel' ;;
        brew:python) printf 'python' ;;
        *:python) printf 'python3 python3-venv python3-dev' ;;
        dnf:venv) printf 'python3-libs' ;;
        *:venv) printf '%s-venv' "$series" ;;
        dnf:python-headers) printf 'python3-devel' ;;
        *:python-headers) printf '%s-dev' "$series" ;;
        apt-get:dovecot) printf 'dovecot-imapd' ;;
        dnf:readpst | brew:readpst) printf 'libpst' ;;
        *:readpst) printf 'pst-utils' ;;
        dnf:ffi) printf 'libffi-devel' ;;
        brew:ffi) printf 'libffi' ;;
        *:ffi) printf 'libffi-dev' ;;
        *) printf '%s' "$1" ;;
    esac
}

# lacks WHAT: adds to $missing what has it.
lacks() {
    for one in $(package "$1"); do
        case " $missing " in
            *" $one "*) ;;
            *) missing="${missing:+$missing }$one" ;;
        esac
    done
}

# find_missing: sets $missing to the packages that are not there yet.
find_missing() {
    missing=
    find_manager
    has notmuch || lacks notmuch
    has_header notmuch.h || lacks headers
    [ "$(compiler)" ] || lacks compiler
    has_header stdlib.h || [ "$manager" = brew ] || lacks libc
    find_python
    if [ -z "$python" ]; then
        lacks python
    elif [ "$manager" != brew ]; then
        series=$("$python" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')
        can_make_venvs "$python" || lacks venv
        has_python_headers "$python" || lacks python-headers
    fi
    # The tests' own servers; where they cannot be had, those tests say so and are skipped.
    if [ "$purpose" = test ] && can_install; then
        has mbsync || lacks isync
        has dovecot || [ -x /usr/sbin/dovecot ] || lacks dovecot
        has msmtp || lacks msmtp
        has readpst || lacks readpst
    fi
    # Elsewhere cffi comes from PyPI with its own libffi.
    case $(uname -m) in
        x86_64 | aarch64 | arm64 | i?86 | ppc64le | s390x) ;;
        *) has_header ffi.h || lacks ffi ;;
    esac
}

# agree: says what is about to be installed and asks, but for --yes, CI=true, and renewing a .venv.
agree() {
    if [ "$missing" ]; then
        become_root
        say "cclear needs these packages, which ${as_root:+sudo }$manager will install:"
        say "    $missing"
    elif [ -e "$venv/cclear-run" ]; then
        return
    fi
    say "Its Python packages (pyproject.toml names them) go into $venv"
    say "and nowhere else."
    ask
}

# can_install: whether $manager may be used from here.
can_install() {
    [ "$manager" ] || return 1
    [ "$manager" = brew ] || [ "$(id -u)" -eq 0 ] || has sudo
}

# become_root: sets $as_root to what goes before $manager. Homebrew wants no root.
become_root() {
    [ "$manager" ] || die "cclear needs Python 3.11 or newer with venv and headers, a C compiler," \
        "notmuch and libnotmuch's headers: install these with your package manager" \
        "(on Debian they would be: $missing), then try again. On macOS: https://brew.sh first."
    as_root=
    [ "$manager" = brew ] || [ "$(id -u)" -eq 0 ] && return
    has sudo || die "Some packages are missing, and this is neither root nor is sudo here. As root:" \
        "$manager install $missing"
    as_root=sudo
}

# ask [WORD] [DONE] [OPTION]: goes on after a yes; $yes is one.
ask() {
    [ "$yes" ] && return
    [ -t 0 ] || die "Nothing was ${2-installed}: there is no terminal to ask on." \
        "To agree beforehand: $0 --yes${3+ $3}"
    printf '%s? [y/N] ' "${1-Install}" >&2
    read -r answer || answer=
    case $answer in
        [yY] | [yY][eE][sS]) ;;
        *) die "Nothing was ${2-installed}." ;;
    esac
}

# install_missing: by $manager, each in the way that its manual has for scripts.
install_missing() {
    # shellcheck disable=SC2086 # a list of package names; an empty $as_root is no word
    case $manager in
        apt-get)
            $as_root apt-get update -q </dev/null >&2 &&
                $as_root env DEBIAN_FRONTEND=noninteractive \
                    apt-get install -q -y --no-install-recommends $missing </dev/null >&2
            ;;
        dnf) $as_root dnf install -q -y --setopt=install_weak_deps=False $missing </dev/null >&2 ;;
        brew) HOMEBREW_NO_INSTALL_CLEANUP=1 brew install -q $missing </dev/null >&2 ;;
    esac
}

install_packages() {
    [ "$missing" ] || return 0
    install_missing || die "$manager could not install: $missing. What it says above tells why;" \
        "mend that, then try again."
    hash -r
    find_python
    [ "$python" ] || die "Python 3.11 or newer is needed, and this system's packages have none."
    can_make_venvs "$python" || die "$python has no venv or ensurepip: install them, then try again."
}

# install_program NAME: a program that one of cclear's ways needs, such as isync, after asking.
install_program() {
    find_manager
    missing=$(package "$1")
    become_root
    say "${as_root:+sudo }$manager will install: $missing"
    ask
    install_missing || die "$manager could not install $missing. What it says above tells why."
}

# make_venv: one that works stays, whoever made it, if it has not moved and its Python is the same.
make_venv() {
    if ! is_sound; then
        say "Making $venv with $python"
        "$python" -m venv --clear "$venv" >&2 || die "$python could not make $venv."
    fi
    printf '%s\n' "$here" "$(readlink -f "$venv/bin/python")" >"$venv/made-for"
}

is_sound() {
    is_new_enough "$venv/bin/python" && "$venv/bin/python" -m pip --version >/dev/null 2>&1 ||
        return 1
    [ -e "$venv/made-for" ] || return 0
    is_made_for "$venv/made-for"
}

install_project() {
    case $1 in
        test) what='.[keyring,serve,test]' ;;
        *) what='.[keyring,serve]' ;;
    esac
    say "Installing cclear and the packages that it needs"
    # What pyproject.toml says from now on is newer than this.
    cp "$venv/made-for" "$venv/cclear-$1.new"
    (cd -- "$here" && CFLAGS="$include ${CFLAGS-}" LDFLAGS="$library ${LDFLAGS-}" \
        "$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
        --use-pep517 --editable "$what") >&2 ||
        die "pip could not install them. What it says above tells why; mend that, then try again."
    mv -- "$venv/cclear-$1.new" "$venv/cclear-$1"
    [ "$1" = run ] || cp -p -- "$venv/cclear-$1" "$venv/cclear-run"
}

# user_place VARIABLE BELOW ON_MACOS: where cclear keeps something of the user's, by the XDG Base
# Directory Specification, or as Apple has it. Empty without a home.
user_place() {
    eval "place=\${$1:-}"
    if [ -z "$place" ] && [ "${HOME-}" ]; then
        place=$HOME/$2
        [ "$(uname -s)" = Darwin ] && place=$HOME/$3
    fi
    printf '%s' "${place:+$place/cclear}"
}

# uninstall: takes away .venv and the cache, after asking, and says what stays, and where.
uninstall() {
    cache=$(user_place XDG_CACHE_HOME .cache Library/Caches)
    config=$(user_place XDG_CONFIG_HOME .config 'Library/Application Support')
    set --
    for place in "$venv" "$cache"; do
        if [ "$place" ] && [ -e "$place" ]; then
            set -- "$@" "$place"
        fi
    done
    if [ "$#" -gt 0 ]; then
        say "This goes:"
        printf '    %s\n' "$@" >&2
        ask Remove removed --uninstall
        rm -rf -- "$@" || die "Not all of it could be removed. What it says above tells why."
        say "That is gone."
    else
        say "Nothing of it is installed here."
    fi
    say "This stays:"
    say "    your mail, and notmuch's index with your tags: in notmuch's own place, or in DIR.cclear"
    if [ "$config" ] && [ -e "$config" ]; then
        say "    $config, your settings"
    fi
    say "    $here, this checkout, which you may delete"
    say "    the system's packages, such as notmuch, and passwords in the keyring"
}
