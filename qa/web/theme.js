// Sets the theme before the first paint, so that a chosen dark page never flashes white.
// A classic script, because modules wait for the document.
"use strict";
(() => {
  const system = window.matchMedia("(prefers-color-scheme: dark)");

  function chosen() {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null; // storage is switched off: follow the system
    }
  }

  function apply() {
    const theme = chosen() ?? (system.matches ? "dark" : "light");
    document.documentElement.dataset.theme = theme;
  }

  system.addEventListener("change", apply);
  apply();
})();
