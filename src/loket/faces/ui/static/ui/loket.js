// Makes pages quicker; every one of them works without it.
"use strict";

(() => {
  const typing = (target) => target.closest("input:not([type=checkbox]):not([type=radio]):not([type=submit]), textarea, select");
  let changed = false;
  document.addEventListener("input", () => { changed = true; });

  const follow = (selector) => {
    const target = document.querySelector(selector);
    if (target) target.click();
    return Boolean(target);
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey) return;
    if (event.altKey) {
      if (/^Digit[1-9]$/.test(event.code) && follow(`[data-station="${event.code.slice(5)}"]`)) event.preventDefault();
      return;
    }
    if (event.key === "/" && !typing(event.target)) {
      const field = document.querySelector("[data-key=search]");
      if (field) { field.focus(); event.preventDefault(); }
    }
    if (event.key === "Escape") {
      // What was typed is not thrown away by one key: the first Esc only leaves the field.
      if (changed && typing(event.target)) { event.target.blur(); changed = false; return; }
      follow("[data-key=back]");
    }
  });

  // A scanner is a keyboard that types fast and ends with Enter. Where no field has the focus, what it types is
  // searched for; where something was typed and not sent, the code only waits in the search field.
  const gap_ms = 80;
  const shortest_code = 4;
  let scanned = "";
  let scanned_at = -Infinity;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.key === "Shift") return;
    const in_field = event.target.closest("input:not([type=submit]):not([type=button]), textarea, select");
    if (in_field || event.timeStamp - scanned_at > gap_ms) scanned = "";
    if (in_field) return;
    scanned_at = event.timeStamp;
    if (/^[0-9A-Za-z-]$/.test(event.key)) { scanned += event.key; return; }
    const code = event.key === "Enter" && scanned.length >= shortest_code ? scanned : "";
    scanned = "";
    const field = document.querySelector("[data-key=search]");
    if (!code || !field) return;
    event.preventDefault();
    field.value = code;
    if (changed) field.focus(); else field.form.requestSubmit();
  });

  // Proposes how a name is split while it is typed; the officer confirms it.
  const whole = document.getElementById("id_full_name");
  const primary = document.getElementById("id_primary_identifier");
  const secondary = document.getElementById("id_secondary_identifier");
  if (whole && primary && secondary) {
    let own = primary.value !== "";
    for (const field of [primary, secondary]) field.addEventListener("input", () => { own = true; });
    whole.addEventListener("input", () => {
      if (own) return;
      const words = whole.value.trim().split(/\s+/).filter(Boolean);
      primary.value = words.length ? words[words.length - 1] : "";
      secondary.value = words.slice(0, -1).join(" ");
    });
  }

  // Says at once when the date inside a NIK is not the birth date: a hint to look twice.
  const nik = document.getElementById("id_nik");
  const birth = document.getElementById("id_birth_date");
  const hint = document.getElementById("nik-hint");
  if (nik && birth && hint) {
    const look = () => {
      const digits = nik.value.replace(/\s/g, "");
      const day = birth.value.match(/^(\d{2})[-/.]?(\d{2})[-/.]?\d{2}(\d{2})$/);
      const sex = document.querySelector("input[name=sex]:checked");
      if (!/^\d{16}$/.test(digits) || !day || !sex) { hint.hidden = true; return; }
      const shown = String(Number(day[1]) + (sex.value === "F" ? 40 : 0)).padStart(2, "0") + day[2] + day[3];
      hint.hidden = digits.slice(6, 12) === shown;
    };
    document.addEventListener("change", look);
    look();
  }

  // What is wider than its place is scrolled with the keyboard too.
  const reach = () => {
    for (const wide of document.querySelectorAll(".rows, pre")) {
      const scrolls = wide.scrollWidth > wide.clientWidth && !wide.querySelector("a, button, input, select, textarea");
      if (scrolls) wide.tabIndex = 0; else wide.removeAttribute("tabindex");
    }
  };
  addEventListener("resize", reach);
  reach();

  // The parents' section opens when the date of birth is a child's, and goes when it is an adult's.
  const registration = document.getElementById("registration");
  const parents = document.getElementById("parents");
  if (registration && parents && birth) {
    const status = document.getElementById("id_civil_status");
    const validity = document.getElementById("id_validity_years");
    const adult_years = 17;
    const today = registration.dataset.today || new Date().toISOString().slice(0, 10);
    const look = () => {
      const written = birth.value.match(/^(\d{2})[-/.]?(\d{2})[-/.]?(\d{4})$/);
      const is_known = Boolean(written);
      const of_age = written ? `${Number(written[3]) + adult_years}-${written[2]}-${written[1]}` : "";
      const is_child = is_known && of_age > today && status.value !== "married";
      if (is_child && !parents.open) parents.open = true;
      if (is_child && validity.value === "10") validity.value = "5";
      registration.classList.toggle("of-child", is_child);
      registration.classList.toggle("of-adult", is_known && !is_child);
    };
    registration.addEventListener("change", look);
    look();
    // An emergency travel document is valid for two years at most, a passport for five at least.
    const kind = document.getElementById("id_kind");
    const short_years = ["1", "2"];
    const fit = () => {
      const is_short = short_years.includes(validity.value);
      if (kind.value === "emergency" && !is_short) validity.value = "2";
      if (kind.value !== "emergency" && is_short) validity.value = "5";
    };
    kind.addEventListener("change", fit);
  }

  // The two lines of a machine readable zone: Enter goes on once the second one is whole.
  for (const zone of document.querySelectorAll("textarea[data-lines]")) {
    const length = Number(zone.dataset.lines);
    const lines = () => zone.value.split(/\s*\n\s*/).map((line) => line.replace(/\s/g, "")).filter(Boolean);
    zone.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey) return;
      const typed = lines();
      const is_whole = typed.length === 2 ? typed[1].length >= length : typed.length === 1 && typed[0].length >= 2 * length;
      if (!is_whole) return;
      event.preventDefault();
      zone.form.requestSubmit(zone.form.querySelector("button.go"));
    });
  }

  const why = document.getElementById("why-not");
  if (why) {
    const first = document.querySelector(".field.wrong input, .field.wrong textarea, .field.wrong select");
    if (first) first.focus({ preventScroll: true });
    why.scrollIntoView({ block: "nearest" });
  }
  // A link chosen by the page as the next step takes Enter, as a field would.
  if (!document.activeElement || document.activeElement === document.body) {
    const next = document.querySelector("[data-key=next]");
    if (next) next.focus({ preventScroll: true });
  }
})();
