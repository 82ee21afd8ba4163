// Leads from an old address to where its anchor stands now. Written by the build.
(() => {
  "use strict";
  const moved = {{ moved|tojson }};
  const { page, root } = document.currentScript.dataset;
  const goOn = () => {
    const left = moved[page] || {};
    const anchor = decodeURIComponent(location.hash.slice(1));
    const target = left[anchor] || left[""];
    if (target) location.replace(new URL(root + target, location.href));
  };
  goOn();
  addEventListener("hashchange", goOn);
})();
